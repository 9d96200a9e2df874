"""Specifications of the practice wall."""
