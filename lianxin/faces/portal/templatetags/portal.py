from django import template

from lianxin.faces.portal.masking import mask

register = template.Library()
register.filter("masked", mask)
