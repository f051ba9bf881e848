"""Asking the addresses where licences, use policies and model cards stand whether their text changed."""
