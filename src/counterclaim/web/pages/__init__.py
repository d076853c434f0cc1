"""One module for each family of pages; each page is a function from what is asked to an answer."""
