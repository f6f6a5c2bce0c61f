"""One file tells one story across rooms."""
