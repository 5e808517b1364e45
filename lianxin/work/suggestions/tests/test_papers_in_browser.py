"""The pages of papers in a real browser, at both widths: no fault, nothing broken."""

import os

import pytest
from django.urls import reverse

from lianxin.foundation.papers import workflow
from lianxin.foundation.papers.kinds import kind_of
from lianxin.work.suggestions.tests.factories import TODAY
from lianxin.work.suggestions.tests.paper_sources import Sources

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.once
def test_pages_of_papers_are_free_of_faults(page, sign_in, axe):
    sources = Sources()
    made = {
        key: workflow.draft(kind_of(key), sources.by_kind[key], by=sources.clerk, today=TODAY)
        for key in ("handover_letter", "survey_form", "yearly_report", "promise_ledger")
    }
    workflow.send_for_review(made["handover_letter"], by=sources.clerk)
    sign_in(page, sources.clerk)
    addresses = {
        "list": reverse("papers:list"),
        "edit": reverse("papers:edit", args=[made["yearly_report"].pk]),
        "suggestion": reverse("suggestions:detail", args=[sources.story.suggestion.pk]),
        **{key: paper.get_absolute_url() for key, paper in made.items()},
    }

    for name, address in addresses.items():
        page.goto(address)
        if name == "suggestion":
            page.get_by_text("起草文书").click()
        if folder := os.environ.get("LIANXIN_KEEP_SHOTS"):
            width = page.viewport_size["width"]
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        axe(page)
