"""The only place with SQL: tables, the one writer, and every read and write of a row."""
