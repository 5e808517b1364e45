from django import template

from lianxin.faces.portal.masking import mask, mask_voice

register = template.Library()
register.filter("masked", mask)
register.filter("voiced", mask_voice)


@register.filter
def office_phone(number: str) -> str:
    """A telephone of an office; a person's mobile that stands in its place is left out."""
    digits = "".join(one for one in number if one.isdecimal())
    is_mobile = len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"
    return "" if is_mobile else number
