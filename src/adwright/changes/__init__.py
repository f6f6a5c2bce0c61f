"""The one door to a live account: plan, approval, operations."""
