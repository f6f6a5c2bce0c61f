"""Assets and versioned creatives."""
