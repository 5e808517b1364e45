from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "lianxin.foundation.ledger"
    label = "ledger"
