"""What leaves the product for other tools and people: notices, packages, calendars."""
