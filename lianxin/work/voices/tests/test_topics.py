"""Hot topics and rivers, found in letters that nobody has sorted."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from lianxin.work.voices import workflow
from lianxin.work.voices.replaying import key_of
from lianxin.work.voices.tests.factories import TODAY, Place
from lianxin.work.voices.waters import waters_of

LAMPS = [
    "柳溪村口的路灯坏了半个月，晚上老人出门看不见，请尽快修好路灯。",
    "柳溪村口路灯坏了很久没有人修，晚上出门看不见路，请派人修路灯。",
    "村口的路灯又坏了，柳溪村的老人晚上不敢出门，盼望修好路灯。",
]
OTHERS = [
    "镇卫生院周末没有医生值班，孩子发烧只能去县城。",
    "小学门前的斑马线磨掉了，接送时车很快。",
]


def test_names_of_rivers_are_told_from_what_stands_around_them():
    texts = [
        "荷塘镇东边的青禾河又黑又臭。",
        "我家旁边就是青禾河，晚上施工很吵。",
        "青禾内河什么时候治理？",
        "沿着双井溪散步，双井溪边没有路灯。",
        "小区后面的内河臭了，河道多年没有清。",
        "江北区滨河路的路灯坏了。",
    ]
    assert waters_of(texts) == ["青禾河", "青禾河", "青禾河", "双井溪", "", ""]


@pytest.mark.django_db
def test_the_command_finds_topics_and_says_how_well(tmp_path, capsys):
    place = Place()
    file, groups = tmp_path / "a.csv", tmp_path / "groups.csv"
    for number, text in enumerate([*LAMPS, *OTHERS, LAMPS[0]]):
        place.post(text=text, post_key=key_of("a.csv", f"T{number}"))
    place.post(text=LAMPS[1], is_confidential=True)
    _write(file, [("msg_id", "title"), *((f"T{number}", "") for number in range(6))])
    _write(
        groups,
        [
            ("group_id", "kind", "msg_id"),
            *(("E1", "exact_body", one) for one in ("T0", "T5")),
            *(("G1", "same_issue", one) for one in ("T0", "T1", "T2")),
        ],
    )
    options = ["--body", place.body.code, "--file", str(file), "--groups", str(groups), "--json"]
    call_command("voices", "topics", *options)

    report = json.loads(capsys.readouterr().out)
    assert report["messages"] == 6
    assert [one["number"] for one in report["topics"]] == [4]
    assert "路灯" in report["topics"][0]["words"]
    assert report["measured"]["exact_found"] == 1
    assert report["measured"]["recall"] == 1
    with pytest.raises(CommandError, match="没有代码为"):
        call_command("voices", "topics", "--body", "nowhere")


@pytest.mark.django_db
def test_the_analysis_counts_by_river_and_the_figure_opens_those_letters(client):
    place = Place()
    for text in ("村东的青禾河又黑又臭。", "我家旁边的青禾河晚上施工很吵。", OTHERS[0]):
        place.post(text=text)
    last = place.post(text="青禾河边没有栏杆，孩子容易掉下去。").message
    workflow.answer(last, text="已经装了栏杆。", by=place.clerk, today=TODAY)
    client.force_login(place.clerk)

    page = client.get(reverse("voices:analysis", query={"days": "365"}))
    table = page.context["tables"][-1]
    assert [(row.label, row.number, row.answered) for row in table.rows] == [("青禾河", 3, 1)]
    opened = client.get(table.rows[0].url).content.decode()
    assert opened.count("青禾河") >= 3
    assert "卫生院" not in opened


def _write(path, rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
