"""Writing and proving the chain. Nothing else writes events."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.db import transaction
from django.utils import timezone

from lianxin.foundation.bulk import insert
from lianxin.foundation.ledger.models import ChainHead, Event

GENESIS = "0" * 64
HASHED_FIELDS = (
    "chain",
    "seq",
    "happened_at",
    "actor_id",
    "actor_name",
    "behalf_id",
    "behalf_name",
    "step",
    "body_id",
    "record_type",
    "record_id",
    "words",
    "reason",
    "before",
    "after",
    "previous_hash",
)

_moment: ContextVar[datetime | None] = ContextVar("ledger_moment", default=None)
_listeners: list[Callable[[Event, Any, Any], None]] = []


def listen(listener: Callable[[Event, Any, Any], None]) -> None:
    """Have `listener` called with each new event, its record and what it is about.

    Called inside the step's transaction: what it writes is rolled back with the
    step. Registering the same listener again changes nothing.
    """
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def happening_at(moment: datetime):
    """Give the events recorded inside the block this moment instead of now.

    For a made-up past only: the demo county lives two years within seconds.
    What people enter late keeps the moment of entering; its own day stands in
    the record. The chain is as strong as otherwise: it proves order, not time.
    """
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def moment() -> datetime:
    """Now, or the moment of the made-up past that is being lived."""
    return _moment.get() or timezone.now()


def record(
    by,
    step,
    subject,
    words,
    *,
    behalf=None,
    reason="",
    before=None,
    after=None,
    body=None,
    about=None,
):
    """Append the event of one workflow step; must run inside the step's transaction.

    by: the account that acted, or None for the system itself.
    step: machine name, "suggestion.submit".
    subject: the record concerned; its `body` (or it, if a body) names the chain.
    words: the step in plain Chinese, as the timeline shows it.
    behalf: the person for whom `by` acted (代录).
    before, after: JSON values that changed.
    about: what within the record the step concerned (one assignment, one reply),
        for listeners; the event itself does not keep it.
    Raises RuntimeError outside a transaction: a step without its event, or an
    event without its step, must be impossible.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("ledger.record must run inside the step's transaction")
    body = body or getattr(subject, "body", None) or subject
    chain = getattr(body, "county_id", None) or 0
    gathering = _gathering.get()
    head = gathering.head_of(chain) if gathering else _head(chain)
    event = Event(
        chain=chain,
        seq=head.seq + 1,
        happened_at=moment(),
        actor=by,
        actor_name=by.name if by else (behalf.name if behalf else "系统"),
        behalf=behalf,
        behalf_name=behalf.name if behalf and by else "",
        step=step,
        body_id=getattr(body, "pk", None) if hasattr(body, "county_id") else None,
        record_type=record_type(subject),
        record_id=subject.pk,
        words=str(words)[:300],
        reason=reason,
        before=_plain(before),
        after=_plain(after),
        previous_hash=head.hash,
    )
    event.hash = digest(event)
    head.seq, head.hash = event.seq, event.hash
    if gathering:
        gathering.events.append((event, subject, about))
        return event
    event.save(force_insert=True)
    head.save(update_fields=["seq", "hash"])
    for listener in _listeners:
        listener(event, subject, about)
    return event


def _head(chain: int) -> ChainHead:
    """The end of a chain, locked until the transaction ends."""
    head, _created = ChainHead.objects.select_for_update().get_or_create(
        chain=chain, defaults={"hash": GENESIS}
    )
    return head


def ends() -> str:
    """Where every chain ends: another text as soon as any step is recorded."""
    heads = ChainHead.objects.order_by("chain").values_list("chain", "seq")
    return " ".join(f"{chain}:{seq}" for chain, seq in heads)


class Gathering:
    """Events that wait to be written together; the chain is the same as one by one."""

    def __init__(self):
        self.events: list[tuple[Event, Any, Any]] = []
        self._heads: dict[int, ChainHead] = {}

    def head_of(self, chain: int) -> ChainHead:
        if chain not in self._heads:
            self._heads[chain] = _head(chain)
        return self._heads[chain]

    @contextmanager
    def attempt(self):
        """A savepoint: when it is undone, the events recorded within it are forgotten too."""
        held = len(self.events)
        ends = {chain: (head.seq, head.hash) for chain, head in self._heads.items()}
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del self.events[held:]
            for chain in list(self._heads):
                if chain in ends:
                    self._heads[chain].seq, self._heads[chain].hash = ends[chain]
                else:
                    # Made within the savepoint, it may have gone with it.
                    del self._heads[chain]
            raise

    def write(self):
        """Write what has gathered; listeners hear of each event now that it stands."""
        written, self.events = self.events, []
        _insert([event for event, _subject, _about in written])
        for head in self._heads.values():
            head.save(update_fields=["seq", "hash"])
        for event, subject, about in written:
            for listener in _listeners:
                listener(event, subject, about)


_gathering: ContextVar[Gathering | None] = ContextVar("ledger_gathering", default=None)


@contextmanager
def gathered(*, is_real: bool = True):
    """Write the events recorded inside the block together at its end.

    is_real: False for a rehearsal, which is undone anyway: its events are dropped.

    For imports: one by one an event takes three queries. Must be entered inside the
    transaction whose end makes the steps real, so that neither stands without the other.
    Whoever undoes a step within the block and goes on does it in an `attempt`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("ledger.gathered must be entered inside the steps' transaction")
    gathering = Gathering()
    token = _gathering.set(gathering)
    try:
        yield gathering
        if is_real:
            gathering.write()
    finally:
        _gathering.reset(token)


def _insert(events: list[Event]) -> None:
    """Add the events and read back the numbers that the database gave them."""
    if not events:
        return
    insert(events)
    firsts: dict[int, int] = {}
    for event in events:
        firsts.setdefault(event.chain, event.seq)
    kept = {
        (chain, seq): pk
        for chain, first in firsts.items()
        for seq, pk in Event.objects.filter(chain=chain, seq__gte=first).values_list("seq", "pk")
    }
    for event in events:
        event.pk = kept[event.chain, event.seq]
        event._state.adding = False


def record_type(subject) -> str:
    """Name under which a record's events are kept; children of Matter share one."""
    # Not type(subject): the signed-in account comes as a lazy object.
    parents = subject._meta.get_parent_list()
    return (parents[-1] if parents else subject)._meta.label_lower


def events_of(subject):
    """The record's events, oldest first: its timeline."""
    return Event.objects.filter(record_type=record_type(subject), record_id=subject.pk).order_by(
        "seq"
    )


def digest(event: Event) -> str:
    """SM3 over the event's fields in canonical JSON."""
    values = {name: getattr(event, name) for name in HASHED_FIELDS}
    values["happened_at"] = event.happened_at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    hasher = Hash(SM3())
    hasher.update(text.encode("utf-8", "surrogatepass"))
    return hasher.finalize().hex()


@dataclass(frozen=True)
class Fault:
    """Something wrong with the chain, and at which event."""

    chain: int
    seq: int
    event: int | None
    problem: str


def verify() -> tuple[int, list[Fault]]:
    """Walk every chain; return how many events were read and what is wrong.

    Work may go on meanwhile: an event written while the walk is under way is
    neither a fault nor necessarily counted.
    """
    count = 0
    faults: list[Fault] = []
    before = {head.chain: head for head in ChainHead.objects.all()}
    ends: dict[int, tuple[int, str]] = {}
    for event, found in _walk():
        count += 1
        ends[event.chain] = (event.seq, event.hash)
        faults += found
    after = {head.chain: head for head in ChainHead.objects.all()}
    for chain in sorted(before.keys() | ends.keys() | after.keys()):
        end = ends.get(chain, (0, GENESIS))
        faults += _at_the_end(chain, end, before.get(chain), after.get(chain))
    return count, faults


def _at_the_end(
    chain: int, end: tuple[int, str], before: ChainHead | None, after: ChainHead | None
) -> list[Fault]:
    """Compare the last event read with where the chain ended before and after the reading."""
    seq, last = end
    if after is None:
        return [Fault(chain, seq, None, "账本末端记录缺失")]
    reached = [head for head in (before, after) if head is not None and head.seq == seq]
    if any(head.hash != last for head in reached):
        return [Fault(chain, seq, None, "账本末端不符：末尾的留痕被换")]
    if after.seq < seq or (before is not None and before.seq > seq):
        return [Fault(chain, after.seq, None, "账本末端不符：末尾的留痕被删除或追加")]
    return []


def _walk() -> Iterator[tuple[Event, list[Fault]]]:
    chain, seq, previous = None, 0, GENESIS
    for event in Event.objects.order_by("chain", "seq").iterator(chunk_size=2000):
        found = []
        if event.chain != chain:
            chain, seq, previous = event.chain, 0, GENESIS
        if event.seq != seq + 1:
            missing = (
                f"第 {seq + 1} 至 {event.seq - 1} 条"
                if event.seq - seq > 2
                else (f"第 {seq + 1} 条")
            )
            found.append(Fault(event.chain, seq + 1, None, f"{missing}留痕缺失"))
        elif event.previous_hash != previous:
            found.append(
                Fault(event.chain, event.seq, event.pk, "与前一条不相接：前一条被换、插入或调序")
            )
        if digest(event) != event.hash:
            found.append(Fault(event.chain, event.seq, event.pk, "内容与指纹不符：本条被改动"))
        seq, previous = event.seq, event.hash
        yield event, found


def _plain(value):
    """Dates become text, so that what is hashed is what is stored."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
