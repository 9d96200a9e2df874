"""Delivery: getting a bell to one person over one channel, and knowing what became of it."""
