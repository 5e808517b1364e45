"""Who may open a template's file: the clerks who keep it."""

from lianxin.foundation.papers.own_templates.models import OwnTemplate
from lianxin.foundation.papers.own_templates.permissions import Permission
from lianxin.foundation.people.permissions import may


def may_open_template(user, stored) -> bool:
    template = OwnTemplate.objects.filter(file=stored).select_related("body").first()
    return template is not None and may(user, Permission.KEEP, template)
