"""Tests of the rules of each flow, without a store."""
