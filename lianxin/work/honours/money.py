"""Money is kept in 分 and shown in 元."""


def yuan(amount: int) -> str:
    """「300」, 「300.50」: no more places than there are 角 and 分."""
    whole, cents = divmod(amount, 100)
    return f"{whole}.{cents:02d}" if cents else str(whole)
