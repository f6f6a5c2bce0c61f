"""The only SQL of campaigns, by subject: trees, what the platform showed, audiences."""
