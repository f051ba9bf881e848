"""What is known about licences, models and law, and what follows from it. No database, no clock but ambient's."""
