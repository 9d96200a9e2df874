"""The specifications of Piket: promises as stories, rules as tables and properties, contracts for every store."""
