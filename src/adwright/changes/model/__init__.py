"""What a change is: its life, its patch, its plan; pure data and pure decisions."""
