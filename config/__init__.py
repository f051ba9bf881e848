"""Wiring only: how the environment becomes settings, and which address leads where."""
