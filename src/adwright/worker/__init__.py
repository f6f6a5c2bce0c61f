"""The door for jobs: parse the arguments, call a journey, decide whether to try again."""
