"""The API: the same knowledge and the same evaluation as on the pages, for programs."""
