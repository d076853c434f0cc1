"""Charts: values in, SVG or lines of text out."""
