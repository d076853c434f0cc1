"""From claims to events: what different reports say of the same attack, battle or day at a place."""
