"""HTTP for the public pages of the catalogue: GET only, every state in the address."""
