"""Quotes: made in a sentence, sent as a document, accepted or refused in a word."""
