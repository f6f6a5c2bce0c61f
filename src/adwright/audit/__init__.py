"""Append-only record of who did what: written in the transaction of what it records."""
