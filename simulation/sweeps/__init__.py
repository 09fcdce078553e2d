"""Sweeps: a plan of many points, its runs in shards that are whole or not there, and a ledger that says which are done."""
