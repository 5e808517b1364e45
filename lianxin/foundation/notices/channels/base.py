"""What every way out of the house has in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from uuid import UUID


class NotSent(Exception):
    """It cannot be sent, and trying again would not help; the log shows the words."""


class TryLater(Exception):
    """It could not be sent now; tried again with growing pauses."""


@dataclass(frozen=True)
class Line:
    """One notice within a message; `url` is absolute."""

    kind: str
    words: str
    why: str
    url: str


@dataclass(frozen=True)
class Message:
    """One message ready to go out. Nothing in it changes when it is sent again.

    message_id: the same for every attempt; a receiver knows a repeat by it.
    address: e-mail address or telephone number; empty where the channel has none.
    account: user name, by which an interface knows for whom it is.
    """

    message_id: UUID
    account: str
    address: str
    subject: str
    text: str
    lines: tuple[Line, ...]

    @property
    def url(self) -> str:
        """Where one step leads on: the first line's page."""
        return self.lines[0].url if self.lines else ""


class Adapter(ABC):
    """One channel. Settings and secrets come from the environment alone."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether the installation has set this channel up."""

    @abstractmethod
    def send(self, message: Message) -> None:
        """Send, or raise TryLater or NotSent."""


def shortened(text: str, most_bytes: int) -> str:
    """`text` within a limit of UTF-8 bytes, cut between characters."""
    data = text.encode()
    if len(data) <= most_bytes:
        return text
    return data[: most_bytes - 3].decode(errors="ignore") + "…"
