"""What can be asked of voters' messages."""

from lianxin.work.voices import codes
from lianxin.work.voices.models import VoterMessage


def by_code(code: str) -> VoterMessage | None:
    """The message a query code opens; None for any other string.

    code: as typed, in any case, with spaces, dashes or none.
    How often a stranger may try is for the page to limit.
    """
    digests = codes.digests(code)
    if not digests:
        return None
    return (
        VoterMessage.objects.select_related("body", "station", "deputy", "merged_into", "became")
        .filter(query_hash__in=digests)
        .first()
    )
