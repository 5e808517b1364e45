from django import template
from django.urls import reverse

from lianxin.faces.portal.frame import LANGUAGES, language_of
from lianxin.faces.portal.masking import mask, mask_voice

register = template.Library()
register.filter("masked", mask)
register.filter("voiced", mask_voice)


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


@register.filter
def office_phone(number: str) -> str:
    """A telephone of an office; a person's mobile that stands in its place is left out."""
    digits = "".join(one for one in number if one.isdigit())
    is_mobile = len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"
    return "" if is_mobile else number
