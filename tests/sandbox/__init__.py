"""Tests of the sandbox: the world Piket runs in must itself be right."""
