"""The rules of a triage, played without a store."""
