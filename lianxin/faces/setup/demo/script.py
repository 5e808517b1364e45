"""What happens to each suggestion of the demo: drawn at random, the rare cases placed by hand."""

import random
from dataclasses import dataclass, field
from datetime import date


@dataclass
class Script:
    """The course of one suggestion. Days count from the step before unless said otherwise.

    submitted_on: the day it is handed in.
    stop: name of the step before which it stands still today.
    reply_at: the answer comes after this share of the reply period; above 1 is late.
    judgements: what the lead deputy says of each answer; empty: never says anything.
    promise: days allowed for it; promise_course: kept, disputed, explained or open.
    """

    submitted_on: date
    in_session: bool = False
    is_motion: bool = False
    stop: str = ""
    cosigners: int = 0
    review_days: int = 2
    handover_days: int = 4
    verdict: str = "accept"
    office_returns: str = ""
    assisting: int = 0
    separate: bool = False
    is_complex: bool = False
    extension: str = ""
    reply_at: float = 0.7
    result: str = "solved"
    judgements: tuple[str, ...] = ("satisfied",)
    judge_days: int = 6
    promise_days: int = 120
    promise_course: str = "kept"
    is_key: bool = False
    is_confidential: bool = False
    publicity: str = "public"
    merge_next: bool = False
    withdraw: bool = False
    archive: bool = True
    online: bool = False
    star: bool = False
    notes: list[str] = field(default_factory=list)


def draw(rng: random.Random, submitted_on: date, *, in_session: bool) -> Script:
    """A course as it mostly goes."""
    script = Script(submitted_on, in_session=in_session)
    script.cosigners = rng.choice([0, 0, 0, 0, 0, 1, 2, 4])
    script.review_days = rng.randint(1, 4)
    script.handover_days = rng.randint(2, 8)
    script.verdict = rng.choices(
        ["accept", "return", "refuse", "split"], weights=[92, 4, 2.5, 1.5]
    )[0]
    script.office_returns = rng.choices(["", "agreed", "refused"], weights=[94, 4, 2])[0]
    script.assisting = rng.choices([0, 1, 2], weights=[76, 18, 6])[0]
    script.separate = not script.assisting and rng.random() < 0.04
    script.is_complex = rng.random() < 0.06
    script.extension = rng.choices(["", "agreed", "refused"], weights=[93, 5, 2])[0]
    # A late one in fourteen; the others fill their time differently.
    script.reply_at = rng.uniform(1.03, 1.5) if rng.random() < 0.07 else rng.uniform(0.3, 0.97)
    script.result = rng.choices(
        [
            "solved",
            "partial",
            "in_progress",
            "planned",
            "not_now",
            "explained",
            "higher",
            "unlawful",
        ],
        weights=[56, 6, 10, 12, 6, 5, 4, 1],
    )[0]
    script.judgements = rng.choices(
        [
            ("satisfied",),
            ("basically",),
            ("dissatisfied", "satisfied"),
            ("dissatisfied", "basically"),
            ("dissatisfied", "dissatisfied"),
            (),
        ],
        weights=[70, 16, 4, 3, 2, 5],
    )[0]
    script.judge_days = rng.randint(1, 11)
    script.promise_days = rng.choice([60, 90, 120, 180, 240])
    script.promise_course = rng.choices(
        ["kept", "late", "disputed", "explained", "open"], weights=[62, 12, 6, 8, 12]
    )[0]
    script.is_key = rng.random() < 0.04
    script.is_confidential = rng.random() < 0.015
    script.publicity = rng.choices(["public", "withheld", "undecided"], weights=[80, 6, 14])[0]
    script.merge_next = rng.random() < 0.04
    script.withdraw = rng.random() < 0.012
    script.archive = rng.random() < 0.85
    script.online = rng.random() < 0.25
    return script
