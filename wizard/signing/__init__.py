"""Certificates, signatures, and the answer to the question whether a report is genuine."""
