"""Addresses of a figure: the list behind it, its definition.

    links.url("activities.held", scope)     →  /figures/activities.held/records/?body=hewang&…

An address says everything that was counted, so that it opens the same list tomorrow.
"""

from urllib.parse import urlencode

from django.urls import reverse

from lianxin.foundation.figures.catalogue import Scope

PART = "part-"
"""Before the name of a part in an address: `part-kind=survey`."""


def url(key: str, scope: Scope) -> str:
    """The list behind a figure of that scope; the public one when the scope is public."""
    name = "figures:public" if scope.public else "figures:records"
    return f"{reverse(name, args=[key])}?{query(scope)}"


def definition_url(key: str) -> str:
    """What the figure is, in words."""
    return reverse("figures:definition", args=[key])


def query(scope: Scope) -> str:
    """The scope as the part of an address behind the question mark."""
    said = {
        "body": scope.body.code,
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
    }
    if scope.below:
        said["below"] = "1"
    said |= {f"{PART}{name}": value for name, value in sorted(scope.narrowed.items())}
    return urlencode(said)
