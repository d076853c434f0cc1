"""What counterclaim knows of languages, actors, places, wars and codebooks, and the loaders of it."""
