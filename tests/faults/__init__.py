"""Whether a word can be lost: the real server under load, with something broken beneath it. `make faults`.

A client in a process of its own types like many browsers and keeps a ledger of what it sent and what was acknowledged.
A checker with SQL of its own holds the ledger against the database afterwards. Each experiment also runs against a twin
of the server that is broken on purpose, and the checker has to find it out: docs/decisions/0016.
"""
