"""Files of other tools, in and out: Google Ads Editor's CSV and Meta's bulk sheet."""
