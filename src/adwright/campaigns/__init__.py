"""Desired and observed state: campaign → ad group → ad, and audiences."""
