"""One file per subject of the store, each run against SQLite and PostgreSQL: both keep the same promises."""
