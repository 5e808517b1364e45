from django import template

from lianxin.foundation.masking import mask_voice

register = template.Library()
register.filter("masked", mask_voice)
