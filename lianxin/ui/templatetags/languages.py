from django import template
from django.urls import reverse

from lianxin.ui.languages import LANGUAGES, language_of

register = template.Library()


@register.simple_tag(takes_context=True)
def languages(context):
    """The languages of the frame, with the address that chooses each for this page."""
    request = context["request"]
    now = language_of(request)
    query = request.GET.copy()
    query.pop("lang", None)
    here = f"{request.path}?{query.urlencode()}" if query else request.path
    # The page that answers a form has no address of its own to come back to.
    if request.method not in {"GET", "HEAD"}:
        here = reverse("portal:home")
    return [
        {
            "code": code,
            "name": name,
            "is_current": code == now,
            "url": reverse("portal:language", query={"to": code, "next": here}),
        }
        for code, name in LANGUAGES.items()
    ]
