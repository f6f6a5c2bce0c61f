"""The state of the simulated platforms: their objects, people and tokens, and what has been delivered."""
