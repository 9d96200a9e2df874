"""Outside implementations that Piket is held against."""
