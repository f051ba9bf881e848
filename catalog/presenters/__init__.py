"""Display values of the public pages: what is shown is decided here, templates only place it."""
