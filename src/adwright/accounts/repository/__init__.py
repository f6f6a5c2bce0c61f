"""The queries of accounts, by subject."""
