"""Meta's Graph and Marketing API v26.0, as far as docs/compatibility.md says."""
