"""The catalogue as typed, dated, sourced facts. Pure: no Django, no clock, no file outside what it is given."""
