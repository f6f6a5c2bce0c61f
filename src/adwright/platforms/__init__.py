"""What is true of Meta and Google, as data: purposes, capabilities, text limits, ratios, currency units."""
