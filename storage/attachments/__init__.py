"""Photos, voice notes, documents and places that came with what people told."""
