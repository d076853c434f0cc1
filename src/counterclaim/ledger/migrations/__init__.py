"""The numbered forms of a ledger, and the way from each to the next."""
