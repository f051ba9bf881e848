"""What an item shows beside its questions: one module a subject, and the register that says which item has which."""
