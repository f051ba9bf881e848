"""The rules of the procedure, pure: who may do what, which state follows, where the author stands, what is frozen."""
