"""What is at stake: an order book and a bill of materials under several options of the law, side by side."""
