"""Reading the records: who sees what, and each thing in a fixed number of statements."""
