"""The command line: the machine's own affairs locally, everything else over HTTP like anyone else."""
