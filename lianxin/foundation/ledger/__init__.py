"""Append-only trail: `from lianxin.foundation.ledger.chain import record`."""
