"""spaCy pipeline components: from a parsed text to mentions and coreference."""
