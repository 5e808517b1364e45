"""Two presses at the same moment: one of them does it, the other finds it done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from lianxin.faces.setup import batches
from lianxin.faces.setup.models import ImportBatch
from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people import workflow
from lianxin.foundation.people.models import Account, Office, Person, Role
from lianxin.foundation.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return each result or refusal."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_an_import_confirmed_twice_at_once_is_carried_out_once():
    county = factories.county()
    clerk = factories.account(Role.COUNTY_CLERK, county)
    table = SimpleUploadedFile("名册.csv", "姓名,性别\n𠮷㛃示例,女\n丁示例,男\n".encode())
    batch = batches.keep(table, kind="deputies", body=county, by=clerk)
    batches.rehearse(batch, by=clerk)

    def confirm():
        fresh = ImportBatch.objects.select_related("body").get(pk=batch.pk)
        return batches.carry_out(fresh, by=Account.objects.get(pk=clerk.pk))

    results = at_once(confirm, confirm)

    assert sorted(results) == [False, True]
    assert Person.objects.count() == 2
    assert Event.objects.filter(step="import.deputies").count() == 1
    assert verify()[1] == []


def test_an_office_closed_twice_at_once_is_closed_once():
    county = factories.county()
    clerk = factories.account(Role.COUNTY_CLERK, county)
    office = factories.office(county)

    def close():
        fresh = Office.objects.select_related("body").get(pk=office.pk)
        by = Account.objects.get(pk=clerk.pk)
        return workflow.close_office(fresh, by=by, on=factories.STARTED, reason="机构改革方案")

    results = at_once(close, close)

    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert Event.objects.filter(step="office.close").count() == 1
