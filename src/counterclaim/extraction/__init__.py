"""From a report to the claims that it makes."""
