"""Slowing down whoever floods or guesses, without shutting out a village that shares a telephone.

Nothing is forbidden at once: first nothing is asked, then a sum that anyone can
do, and only a flood has to wait, with the minutes told. What was typed stays.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lianxin.faces.portal.counting import Counter, block_of, minutes_left
from lianxin.foundation.refusals import Refused

POSTS_UNASKED = 5
"""Messages from one block of addresses in ten minutes before a sum is asked."""
POSTS_MOST = 2500
"""A hall of voters on one network sends 200 a minute; more than that is a machine."""
STATION_UNASKED = 300
"""Messages to one station in ten minutes before everyone there is asked a sum."""
PICTURES_MOST = 200
"""Pictures from one block in ten minutes; words are taken without them."""
MISSES_UNASKED = 10
MISSES_MOST = 60
"""Codes that open nothing, from one block in ten minutes, before the question and the wait."""
ALL_MISSES_UNASKED = 300
"""The same from everywhere: then everyone is asked, so that many addresses help nobody."""

_posts = Counter("posts")
_station_posts = Counter("station_posts")
_pictures = Counter("pictures")
_misses = Counter("misses")
_all_misses = Counter("all_misses")
DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Question:
    """A sum in words; the same for the same key, so that nothing need be kept."""

    words: str
    answer: int
    token: str = ""

    def is_answered_by(self, typed: str) -> bool:
        """Whether `typed` is the sum, in figures of any width or in characters."""
        typed = typed.strip()
        return (typed.isdecimal() and int(typed) == self.answer) or typed == _in_words(self.answer)


def question(key: str, token: str = "") -> Question:
    """The sum asked for a key: that of a message not sent yet, or of a question.

    token: what the form carries to name the key, where it has no other.
    """
    digest = salted_hmac("portal.question", key, algorithm="sha256").digest()
    first, second = 2 + digest[0] % 8, 1 + digest[1] % 9
    # In the words of the reader's language, so that whoever reads no Chinese can do it.
    named = _("零 一 二 三 四 五 六 七 八 九").split()
    return Question(
        _("%(first)s加%(second)s等于几？") % {"first": named[first], "second": named[second]},
        first + second,
        token,
    )


def must_answer(request: HttpRequest, station: str = "") -> bool:
    """Whether whoever writes from there, or to this station, is asked a sum first."""
    return _posts.seen(block_of(request)) >= POSTS_UNASKED or (
        bool(station) and _station_posts.seen(station) >= STATION_UNASKED
    )


def refuse_flood(request: HttpRequest, pictures: int = 0) -> None:
    """Raise Refused, with the minutes to wait, when far too much came from there."""
    block = block_of(request)
    if _posts.seen(block) >= POSTS_MOST:
        raise Refused(
            _("从您所在的网络发来的留言太多，请等 %(minutes)d 分钟再发。写好的内容不会丢。")
            % {"minutes": minutes_left()}
        )
    if pictures and _pictures.seen(block) + pictures > PICTURES_MOST:
        raise Refused(
            _(
                "从您所在的网络上传的图片太多。可以先不带图片发送，或者等 %(minutes)d 分钟再带图片发。"
            )
            % {"minutes": minutes_left()}
        )


def count_post(request: HttpRequest, station: str = "", pictures: int = 0) -> None:
    """Count a message that was taken."""
    block = block_of(request)
    _posts.add(block)
    if station:
        _station_posts.add(station)
    if pictures:
        _pictures.add(block, pictures)


def refuse_guessing(request: HttpRequest) -> None:
    """Raise Refused, with the minutes to wait, after too many codes that open nothing."""
    if _misses.seen(block_of(request)) >= MISSES_MOST:
        raise Refused(
            _("从您所在的网络查询时，错误的查询码太多，请等 %(minutes)d 分钟再查。")
            % {"minutes": minutes_left()}
        )


def must_answer_to_ask(request: HttpRequest) -> bool:
    """Whether whoever asks from there is asked a sum before the code is looked up."""
    return (
        _misses.seen(block_of(request)) >= MISSES_UNASKED
        or _all_misses.seen() >= ALL_MISSES_UNASKED
    )


def count_miss(request: HttpRequest) -> None:
    """Count a code that opened nothing; one that opens something is not counted."""
    _misses.add(block_of(request))
    _all_misses.add()


def _in_words(number: int) -> str:
    if number <= 10:
        return DIGITS[number]
    return f"十{DIGITS[number - 10]}" if number < 20 else str(number)
