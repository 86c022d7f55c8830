"""What came of surveys, counted over customers and how they stand."""
