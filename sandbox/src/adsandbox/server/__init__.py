"""Processes: ports, start and end, and the sandbox inside a test."""
