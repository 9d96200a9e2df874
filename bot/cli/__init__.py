"""The commands, one file each: `add_arguments` describes the options, `run` does it and returns the exit status."""
