"""What of the customers may be untidy: two cards of one, cards that nobody uses, people who left."""
