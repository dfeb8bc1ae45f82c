"""What changes: the answers of an order book under two states of the law, and in the days to come."""
