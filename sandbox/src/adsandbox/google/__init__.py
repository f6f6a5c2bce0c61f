"""Google Ads over gRPC, with the message classes of the official package and nothing else of it."""
