"""Words of contacts as others than the writer read them."""

from django import template

from lianxin.foundation.masking import mask_voice

register = template.Library()


@register.filter
def masked(words: str) -> str:
    """Numbers and names a voter gave of himself covered."""
    return mask_voice(words)
