"""Campaigns as code: a document of the desired tree that people keep, and how it differs from what is."""
