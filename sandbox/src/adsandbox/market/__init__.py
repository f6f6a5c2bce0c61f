"""The mathematics of the market: pure functions on arrays, no files, no network, no clock."""
