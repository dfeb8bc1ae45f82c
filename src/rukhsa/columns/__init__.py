"""An order book in columns: whole blocks of lines are decided at once, each as one case would be."""
