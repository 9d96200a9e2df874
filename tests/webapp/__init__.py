"""The app and the Python client against each other: what one writes the other reads, what one refuses both refuse."""
