"""Benchmarks: they print figures and never decide whether a test passes."""
