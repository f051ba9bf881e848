"""The report: its content, its pages, its attachments, and the check that it conforms before anybody signs it."""
