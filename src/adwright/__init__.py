"""Adwright: the open-source, self-hosted workbench for paid media."""
