"""Facts, sync runs, metric definitions, queries, imports."""
