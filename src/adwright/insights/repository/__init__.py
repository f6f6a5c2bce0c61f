"""The only SQL of insights, one file per subject; every class is built with a tenant transaction."""
