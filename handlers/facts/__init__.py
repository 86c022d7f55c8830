"""What is known of a customer, each said in a sentence, shown on the card, and looked for."""
