"""What a team decides: assessments, reviews, reports and their records."""
