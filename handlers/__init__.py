"""Use cases, one file per flow: authorise, load, decide, save; they know no transport."""
