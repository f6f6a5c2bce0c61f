"""Google Ads Query Language: parsed, checked against the real fields, and answered from the market."""
