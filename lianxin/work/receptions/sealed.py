"""A notebook on the phone: records sealed with a password until there is a network.

The page, its worker and its manifest hold no data and need no sign-in, so that
a session that has ended meanwhile cannot put a sign-in page into the phone's
store. What they ask for, the lists and the sending, needs one.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import words_of

ICON = "ui/icon.svg"


@dataclass(frozen=True)
class Notebook:
    """What is written in it, and where its pages are.

    room: its addresses are `<room>:offline` and those that begin with it, its page is
    `<room>/offline.html`. title: its short name; name: as the phone lists it. back: the
    room's page to return to. styles, scripts: of the room, after those all notebooks have.
    """

    room: str
    title: Any
    name: Any
    back: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...] = ()

    @property
    def all_styles(self) -> tuple[str, ...]:
        return ("ui/base.css", "ui/parts.css", "receptions/offline.css", *self.styles)

    @property
    def all_scripts(self) -> tuple[str, ...]:
        return ("receptions/sealed.js", *self.scripts)

    def address(self, part: str = "") -> str:
        """Address of the page, or of its part: manifest, worker, state, records."""
        return reverse(f"{self.room}:offline_{part}" if part else f"{self.room}:offline")

    @property
    def addresses(self) -> dict[str, str]:
        """Every address the page names."""
        parts = {part: self.address(part) for part in ("manifest", "worker", "state", "records")}
        return parts | {"home": self.address(), "back": reverse(self.back)}

    def page(self, request: HttpRequest) -> HttpResponse:
        """The app's one page, the same for everyone."""
        return render(request, f"{self.room}/offline.html", {"notebook": self})

    def manifest(self) -> HttpResponse:
        """What makes it an app that can be kept on the phone's first screen."""
        home = self.address()
        return JsonResponse(
            {
                "name": str(self.name),
                "short_name": str(self.title),
                "lang": "zh-Hans",
                "start_url": home,
                "scope": home,
                "display": "standalone",
                "background_color": "#f6f5f2",
                "theme_color": "#b01116",
                "icons": [{"src": static(ICON), "sizes": "any", "type": "image/svg+xml"}],
            },
            content_type="application/manifest+json",
        )

    def worker(self, request: HttpRequest) -> HttpResponse:
        """The service worker; a changed page or style changes its text, and so replaces it."""
        kept = [self.address(), self.address("manifest")]
        kept += [static(path) for path in (ICON, *self.all_styles, *self.all_scripts)]
        page = render_to_string(f"{self.room}/offline.html", {"notebook": self}, request)
        context = {
            "kept": kept,
            "home": self.address(),
            "version": hashlib.sha256("\n".join([*kept, page]).encode()).hexdigest()[:12],
            "store": f"lianxin-{self.room}",
        }
        kind = "text/javascript; charset=utf-8"
        return render(request, "receptions/worker.js", context, content_type=kind)


def taken(take: Callable[[], tuple[bool, dict[str, Any]]]) -> JsonResponse:
    """What the phone is told of one record it sent: created, known, or refused in words.

    take: whether the record is new, and what else the phone is to be told of it.
    """
    try:
        is_new, told = take()
    except Refused as refusal:
        return JsonResponse({"outcome": "refused", "words": words_of(refusal)})
    except PermissionDenied as denial:
        return JsonResponse({"outcome": "refused", "words": str(denial)})
    words = _("已登记") if is_new else _("先前已经收到，没有重复登记")
    return JsonResponse({"outcome": "created" if is_new else "known", "words": words, **told})
