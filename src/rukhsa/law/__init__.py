"""Law as data: packs of acts, their reading and checking, and the fold. Knows nothing of orders."""
