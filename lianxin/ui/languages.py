"""A page that needs no sign-in, in the language its reader chose.

Simplified Chinese as it is written; Traditional Chinese made from it when the
page is drawn; English for the frame only. Nothing is remembered until a reader
chooses; `?lang=` in a link shows that page alone in another language.
"""

import re
from collections.abc import Callable
from functools import lru_cache, wraps

import opencc
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

COOKIE = "lianxin_language"
SIMPLIFIED, TRADITIONAL, ENGLISH = "zh-hans", "zh-hant", "en"
LANGUAGES = {SIMPLIFIED: "简体", TRADITIONAL: "繁體", ENGLISH: "English"}
YEAR = 365 * 24 * 3600
View = Callable[..., HttpResponse]

# What a reader typed stays as typed; addresses and names in markup are no text.
_MARKUP = re.compile(
    r"(<textarea\b.*?</textarea>|<script\b.*?</script>|<style\b.*?</style>|<[^>]*>)", re.DOTALL
)
_WORDS_IN_TAG = re.compile(
    r"\b(aria-label|title|alt|placeholder|label|data-(?:label|large|normal|confirm|words))"
    r'="([^"]*)"'
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def public(view: View) -> View:
    """A view that anyone may open, drawn in the reader's language."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        language = language_of(request)
        request.frame_language = language  # type: ignore[attr-defined]
        with translation.override(ENGLISH if language == ENGLISH else SIMPLIFIED):
            response = view(request, *args, **kwargs)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming:
            patch_vary_headers(response, ["Cookie"])
            if language == TRADITIONAL:
                response.content = traditional(response.content.decode()).encode()
        return response

    return login_not_required(shown)


def language_of(request: HttpRequest) -> str:
    """What `?lang=` or the reader's choice says; Simplified Chinese otherwise."""
    for said in (request.GET.get("lang", ""), request.COOKIES.get(COOKIE, "")):
        if said.lower() in LANGUAGES:
            return said.lower()
    return SIMPLIFIED


def traditional(page: str) -> str:
    """A page in Traditional Chinese; what a reader typed into it stays as it was."""
    parts = _MARKUP.split(page)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = _turned(part)
        elif _HAN.search(part) and not part.startswith(("<textarea", "<script", "<style")):
            parts[place] = _WORDS_IN_TAG.sub(
                lambda found: f'{found[1]}="{_turned(found[2])}"', part
            )
    return "".join(parts).replace('<html lang="zh-Hans"', '<html lang="zh-Hant"', 1)


def _turned(text: str) -> str:
    return _converter().convert(text) if _HAN.search(text) else text


@lru_cache(maxsize=1)
def _converter():
    return opencc.OpenCC("s2tw")
