"""Plays many lives at once, day by day, so that the ledger reads as two years of work."""

import heapq
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lianxin.faces.setup.demo.people import People
from lianxin.faces.setup.demo.place import Place
from lianxin.foundation.calendars.counting import roll_forward
from lianxin.foundation.ledger.chain import happening_at

Life = Iterator[date]
"""A life yields the day on which it wants to go on."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Stage:
    """Where lives are played.

    day: the day being played; moment: the time of it. last_day: the last day
    to be played.
    """

    def __init__(self, place: Place, people: People, rng: random.Random, last_day: date):
        self.place, self.people, self.rng = place, people, rng
        self.day = self.last_day = last_day
        self._waiting: list[tuple[date, int, Life]] = []
        self._serial = 0
        self._numbers: dict[tuple[int, int], int] = {}
        self.moment = datetime.combine(last_day, time(8, 40), SHANGHAI)
        self._minutes: dict[date, int] = {}
        # Sentences already used at a body, so that no two suggestions read alike.
        self.offices = {
            office.pk: office for found in place.offices.values() for office in found.values()
        }
        self.used: set[tuple[int, str]] = set()

    def add(self, life: Life, on: date) -> None:
        """Begin `life` on a day."""
        self._serial += 1
        heapq.heappush(self._waiting, (on, self._serial, life))

    def play(self) -> None:
        while self._waiting and self._waiting[0][0] <= self.last_day:
            self.day, _serial, life = heapq.heappop(self._waiting)
            self.moment = self.next_moment()
            with happening_at(self.moment):
                wanted = next(life, None)
            if wanted is not None:
                self.add(life, max(wanted, self.day))

    def after(self, days: int) -> date:
        """The working day so many days after the one being played."""
        return roll_forward(self.day + timedelta(days=days))

    def document_no(self, office, year: int) -> str:
        """The office's next document number of the year: 禾交函〔2026〕12号."""
        key = (office.pk, year)
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return f"{office.document_prefix or '函'}〔{year}〕{self._numbers[key]}号"

    def next_moment(self) -> datetime:
        """Office hours; each step of a day a little later than the one before."""
        minutes = self._minutes.get(self.day, 0)
        self._minutes[self.day] = minutes + 1
        start = datetime.combine(self.day, time(8, 40), SHANGHAI)
        return start + timedelta(minutes=min(minutes * 3, 540), seconds=minutes % 60)
