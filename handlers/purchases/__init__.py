"""What customers buy: told in a sentence, brought in as a file, shown on the card."""
