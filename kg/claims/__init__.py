"""From an annotated text to claims: the frame lexicon, the syntax engine, factuality and attribution."""
