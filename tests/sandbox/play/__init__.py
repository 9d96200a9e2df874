"""Tests of the scenario player: its format, its judge, its loop, and every scenario that is shipped."""
