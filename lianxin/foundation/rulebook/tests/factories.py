"""A county with a township and a street, all fictional, and people who work there."""

from lianxin.foundation.people.models import Account, Body, Grant, Role


def county(profile="henan", **fields) -> Body:
    """禾望县, with the rules of a province."""
    defaults = {"code": "hewang", "name": "禾望县人大常委会", "short_name": "禾望县人大"}
    return Body.objects.create(kind=Body.Kind.COUNTY, profile=profile, **defaults | fields)


def township(parent: Body, **fields) -> Body:
    defaults = {"code": "qingshui", "name": "清水乡人大主席团", "short_name": "清水乡人大"}
    return Body.objects.create(kind=Body.Kind.TOWNSHIP, parent=parent, **defaults | fields)


def street(parent: Body, **fields) -> Body:
    defaults = {"code": "dongguan", "name": "东关街道人大工委", "short_name": "东关街道"}
    return Body.objects.create(kind=Body.Kind.STREET, parent=parent, **defaults | fields)


def account(body: Body, role=Role.COUNTY_CLERK, username="clerk", name="周文静") -> Account:
    """Someone with one role at one body."""
    made = Account.objects.create_user(username, "a-long-enough-password", name=name)
    Grant.objects.create(account=made, role=role, body=body)
    return made
