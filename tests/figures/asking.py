"""What tests of figures ask with: a scope, a number, the queries of a page."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Scope

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def scope(body, user=None, **more):
    return Scope(body, *YEAR, user=user, **more)


def number(key, asked):
    return catalogue.figure(key).value(asked)


def listed(one, asked):
    assert one.records is not None
    return one.records(asked)


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


HOSTILE = [
    "body=hewang&since=2026-13-99&until=x",
    "body=hewang&since=0001-01-01&until=9999-12-31",
    "body=hewang&since=2026-12-31&until=2026-01-01",
    "body=hewang&part-topic=%00%27%3B--&part-office=99999999999999999999",
    "body=hewang&part-office=%E2%91%A0&after=zzz&before=%00",
    "body=hewang&after=WzEsMl0&exact=1&part-nothing=1",
    "since=&until=&below=maybe",
]
