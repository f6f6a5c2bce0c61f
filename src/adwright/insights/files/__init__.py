"""Performance exports as files: sniffed, read, understood. Nothing is stored here."""
