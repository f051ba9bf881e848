"""Measurements, run by `./dev bench` and never with the tests: a busy machine may not fail a build."""
