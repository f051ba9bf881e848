"""What follows from the facts: pure rules, each about one subject, each readable beside its source."""
