"""Measurements of speed and understanding. Results go to bench/results; nothing here runs in the tests' way."""
