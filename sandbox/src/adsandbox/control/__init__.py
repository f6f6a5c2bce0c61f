"""The control interface: what the people of a test may do, and advertisers may not."""
