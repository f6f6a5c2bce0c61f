"""Names and tracking parameters by template: made, checked, and read back."""
