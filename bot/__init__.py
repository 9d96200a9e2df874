"""The doors: where people, clocks and HTTP come in, and the one place that wires the parts together."""
