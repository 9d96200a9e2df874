"""A world to run Piket in without the outside: a Bot API, phones and scenarios; never part of production."""
