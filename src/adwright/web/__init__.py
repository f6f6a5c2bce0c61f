"""The HTTP door: parse, authorise, call a journey or a room's service, answer."""
