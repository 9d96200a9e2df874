"""What tests stand on: databases, clocks and phones that behave like the real ones."""
