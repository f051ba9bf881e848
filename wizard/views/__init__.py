"""HTTP in, HTTP out: a view finds the record, asks one action or one presenter, and answers."""
