"""Reading: files, pages, JSON lines and standard input in; reports out, dated, with their language and boilerplate marked."""
