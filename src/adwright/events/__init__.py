"""Outbox of what happened: read by live pages; NOTIFY carries ids only."""
