"""From the claims of one event to low, best and high."""
