"""Order books: reading, mapping, what cannot be read, writing, resuming, summing up. Nothing here knows any law."""
