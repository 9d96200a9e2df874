"""The rules of a notice to a mayor, without a store: BB-01 … BB-08."""
