"""The pages: who says what, and ruling on it, in a browser and over HTTP."""
