"""Vendor SDKs and outside services live here and nowhere else; each adapter fits ports."""
