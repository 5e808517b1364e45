"""A province's data: 100 counties, 100 000 deputies, suggestions by the million.

    python -m bench.province --suggestions 10000

Writes rows, not steps: no ledger events belong to them. Counties take turns, as
they do in a shared database, so that no county's rows lie side by side.
"""

import argparse
import os
import random
import sys
import time
from datetime import date


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.province")
    parser.add_argument("--suggestions", type=int, default=10_000)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", interactive=False, verbosity=0)
    started = time.monotonic()
    counts = build(options.suggestions, timezone.localdate())
    took = time.monotonic() - started
    for name, number in counts.items():
        print(f"{name:>12}: {number:>10,}")
    print(f"{took:.0f} s", flush=True)
    return 0


def build(suggestions: int, today: date) -> dict[str, int]:
    """Fill an empty database; returns the number of rows by table."""
    from bench.loader import Loader
    from bench.matters import Matters
    from bench.places import Places

    rng = random.Random(20260101)
    with Loader() as loader:
        places = Places(loader, rng, today)
        places.build()
        loader.flush()
        matters = Matters(loader, places, rng, today, total=suggestions)
        for number in range(suggestions):
            matters.add(number)
            if number % 2000 == 1999:
                loader.flush_full()
    return matters.counts | places.counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
