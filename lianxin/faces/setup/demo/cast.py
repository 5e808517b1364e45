"""Which suggestions the demo has: some four hundred, and one of every rare case."""

from datetime import date, timedelta

from lianxin.faces.setup.demo.history import BEGAN_DAYS_AGO, Papers
from lianxin.faces.setup.demo.life import Life
from lianxin.faces.setup.demo.people import star_deputy
from lianxin.faces.setup.demo.script import Script, draw
from lianxin.faces.setup.demo.stage import Stage
from lianxin.faces.setup.demo.subjects import SUBJECTS

COUNTY_SHARE = 150
TOWN_SHARE = 28
STREET_SHARE = 12
LIVED_DAYS = 715

# (which body, days ago handed in, what is special): each state is there today.
# 0 is the county, 1 the township of the demo's township clerk.
RARE: list[tuple[int, int, dict]] = [
    (1, 3, {"stop": "cosign", "star": True}),
    (0, 5, {"stop": "cosign"}),
    (1, 4, {"stop": "confirm", "star": True, "cosigners": 2}),
    (0, 4, {"stop": "confirm", "cosigners": 3, "invites_star": True}),
    (0, 3, {"stop": "review"}),
    (0, 2, {"stop": "review", "cosigners": 4}),
    (1, 3, {"stop": "review"}),
    (1, 5, {"stop": "review", "star": True}),
    (0, 8, {"verdict": "return", "stop": "correct", "star": True}),
    (1, 9, {"verdict": "return", "stop": "correct"}),
    (0, 60, {"verdict": "refuse"}),
    (1, 90, {"verdict": "refuse"}),
    (0, 120, {"verdict": "split", "judgements": ("satisfied",)}),
    (0, 6, {"stop": "call_back"}),
    (0, 9, {"stop": "hand_over"}),
    (0, 7, {"stop": "hand_over"}),
    (1, 8, {"stop": "hand_over", "star": True}),
    (0, 13, {"stop": "receive"}),
    (1, 15, {"stop": "receive"}),
    (0, 24, {"office_returns": "agreed", "stop": "decide_return"}),
    (1, 24, {"office_returns": "agreed", "stop": "decide_return"}),
    (0, 96, {"extension": "agreed", "stop": "decide_extension", "reply_at": 0.9}),
    (0, 112, {"extension": "agreed", "stop": "reply", "reply_at": 0.95}),
    (1, 105, {"extension": "agreed", "stop": "reply", "reply_at": 0.95, "star": True}),
    (0, 70, {"assisting": 1, "stop": "assist"}),
    (1, 75, {"assisting": 2, "stop": "assist"}),
    (0, 92, {"stop": "reply", "reply_at": 0.99}),
    (1, 95, {"stop": "reply", "reply_at": 0.99}),
    (0, 112, {"stop": "reply", "reply_at": 1.3}),
    (0, 150, {"stop": "reply", "reply_at": 1.6}),
    (1, 160, {"stop": "reply", "reply_at": 1.6}),
    (0, 45, {"stop": "judge", "reply_at": 0.25, "star": True}),
    (1, 40, {"stop": "judge", "reply_at": 0.2, "star": True}),
    (1, 55, {"stop": "judge", "reply_at": 0.3}),
    (0, 75, {"stop": "judge", "reply_at": 0.3}),
    (0, 88, {"judgements": ("dissatisfied", "satisfied"), "stop": "redo", "reply_at": 0.5}),
    (1, 85, {"judgements": ("dissatisfied", "satisfied"), "stop": "redo", "reply_at": 0.5}),
    (
        0,
        150,
        {"judgements": ("dissatisfied", "dissatisfied"), "stop": "conciliate", "reply_at": 0.5},
    ),
    (
        1,
        160,
        {"judgements": ("dissatisfied", "dissatisfied"), "stop": "conciliate", "reply_at": 0.5},
    ),
    (0, 300, {"judgements": ("dissatisfied", "dissatisfied"), "result": "not_now"}),
    (0, 420, {"result": "planned", "promise_days": 600, "promise_course": "kept"}),
    (0, 300, {"result": "planned", "promise_days": 90, "promise_course": "open", "star": True}),
    (1, 320, {"result": "in_progress", "promise_days": 60, "promise_course": "open"}),
    (1, 250, {"result": "planned", "promise_days": 90, "stop": "judge_promise", "star": True}),
    (0, 230, {"result": "partial", "promise_days": 60, "stop": "judge_promise"}),
    (0, 380, {"result": "planned", "promise_days": 120, "promise_course": "disputed"}),
    (0, 400, {"result": "planned", "promise_days": 120, "promise_course": "explained"}),
    (1, 130, {"stop": "close", "reply_at": 0.6}),
    (0, 130, {"stop": "close", "reply_at": 0.6}),
    (0, 160, {"archive": False, "reply_at": 0.5}),
    (0, 200, {"judgements": ()}),
    (1, 210, {"judgements": ()}),
    (0, 200, {"withdraw": True}),
    (1, 130, {"is_key": True, "stop": "reply", "is_complex": True}),
    (0, 140, {"is_key": True, "stop": "reply", "is_complex": True}),
    (0, 60, {"is_confidential": True, "stop": "reply"}),
    (0, 330, {"separate": True, "judgements": ("satisfied",)}),
    (1, 45, {"merge_next": True}),
]
# Motions need a session: at the township, five signatures (组织法 art. 22).
MOTIONS = [
    (1, {"verdict": "agenda"}),
    (1, {"verdict": "accept"}),
    (2, {"verdict": "accept"}),
    (1, {"stop": "presidium"}),
]


def call_up(stage: Stage, today: date) -> None:
    """Put every suggestion of the demo on the stage."""
    for index, ago, special in RARE:
        _rare(stage, stage.place.bodies[index], today - timedelta(days=ago), dict(special))
    for index, special in MOTIONS:
        _motion(stage, stage.place.bodies[index], special)
    began_on = today - timedelta(days=BEGAN_DAYS_AGO)
    for body in stage.place.bodies:
        papers = Papers(body)
        share = COUNTY_SHARE if body.is_county else STREET_SHARE if body.is_street else TOWN_SHARE
        for _ in range(share):
            _usual(stage, body, today, papers)
        stage.add(papers.register(), began_on)


def _usual(stage, body, today, papers):
    rng = stage.rng
    since = today - timedelta(days=LIVED_DAYS)
    sessions = [
        one
        for one in stage.place.sessions.get(body.pk, [])
        if since <= one.opens_on and one.closes_on < today - timedelta(days=2)
    ]
    in_session = bool(sessions) and rng.random() < 0.55
    if in_session:
        # Once a year the county sits, and then most suggestions come in.
        submitted_on = rng.choice(sessions).opens_on
    else:
        # More of the last three months, for there the work is.
        ago = rng.randint(3, 95) if rng.random() < 0.3 else rng.randint(10, LIVED_DAYS)
        submitted_on = today - timedelta(days=ago)
    script = draw(rng, submitted_on, in_session=in_session)
    subject = rng.choice(SUBJECTS)
    if submitted_on < today - timedelta(days=BEGAN_DAYS_AGO + 110):
        papers.courses.append(Life(stage, body, script, subject, *_signers(stage, body, script)))
    else:
        _enter(stage, body, script, subject)


def _rare(stage, body, submitted_on, special):
    invites_star = special.pop("invites_star", False)
    script = Script(submitted_on, **{"reply_at": 0.6, "cosigners": 0} | special)
    _enter(stage, body, script, stage.rng.choice(SUBJECTS[:8]), invites_star=invites_star)


def _motion(stage, body, special):
    session = stage.place.sessions[body.pk][-1]
    script = Script(
        session.opens_on, in_session=True, is_motion=True, cosigners=5, review_days=1, **special
    )
    _enter(stage, body, script, stage.rng.choice(SUBJECTS[:5]))


def _enter(stage, body, script, subject, *, invites_star=False):
    lead, others = _signers(stage, body, script)
    star = star_deputy(stage.place, stage.people)
    if invites_star and star not in others:
        others[0] = star
    life = Life(stage, body, script, subject, lead, others)
    ahead = 0 if script.in_session else stage.rng.randint(1, 4)
    stage.add(life.run(), script.submitted_on - timedelta(days=ahead))


def _signers(stage, body, script):
    """The leading deputy and those asked to co-sign; some write often, most seldom."""
    rng, members = stage.rng, stage.people.deputies[body.pk]
    weights = [3 if index % 5 == 0 else 1 for index in range(len(members))]
    star = star_deputy(stage.place, stage.people)
    lead = star if script.star else rng.choices(members, weights)[0]
    others = rng.sample([one for one in members if one.pk != lead.pk], script.cosigners)
    return lead, others
