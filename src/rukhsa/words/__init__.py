"""What the product says to people, in every language it speaks: one message for each meaning."""
