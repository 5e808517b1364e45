"""A figure and one that was fixed, at the suggestion's body."""

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.figures.catalogue import Scope
from lianxin.foundation.figures.pinning import pin
from tests.browser.visits import Visit

KEY = "suggestions.received"

ARGUMENTS = {
    **{
        (f"figures:{name}", "key"): "key" for name in ("definition", "records", "pin_new", "public")
    },
    ("figures:pin", "pk"): "pin",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """This year's suggestions, fixed before the last of them came."""
    body, year = suggestion.body, localdate().year
    before = pin(Scope(body, date(year - 1, 1, 1), date(year - 1, 12, 31)), KEY, clerk)
    scope = Scope(body, date(year, 1, 1), date(year, 12, 31), user=clerk)
    return SimpleNamespace(key=KEY, pin=pin(scope, KEY, clerk), before=before)


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    """Each page with who opens it."""
    yield Visit("figures:catalogue", clerk)
    yield Visit("figures:catalogue", deputy, query={"q": "满意率"})
    yield Visit("figures:catalogue", clerk, query={"q": "没有这样的数字"})
    yield Visit("figures:definition", clerk, (KEY,))
    yield Visit("figures:definition", deputy, ("suggestions.satisfaction_rate",))
    yield Visit("figures:records", clerk, (KEY,))
    yield Visit("figures:records", liaison, ("voices.received",))
    yield Visit("figures:records", clerk, ("petitions.visitors",))
    yield Visit("figures:records", clerk, ("suggestions.reply_rate",))
    yield Visit("figures:pins", clerk)
    yield Visit("figures:pin", clerk, (of.pin.pk,))
    yield Visit("figures:pin", clerk, (of.before.pk,))
    yield Visit("reports:dashboard", clerk)


NO_PAGES = {
    "figures:pin_new": "a redirect",
    "figures:public": "closed until a report that states the figure is published",
}
