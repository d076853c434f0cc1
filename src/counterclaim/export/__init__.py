"""What was found, as other people's tools and eyes want it."""
