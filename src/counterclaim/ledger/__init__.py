"""The ledger: what was said, kept so that it can be proved.

`opening` opens one, `store` writes, `history` reads, `verification` proves, `redaction` destroys what must go.
"""
