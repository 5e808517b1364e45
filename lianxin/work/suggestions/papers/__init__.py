"""What each kind of paper of a suggestion says, who reads it, and where one is made."""

from lianxin.engines.matters.workflow.moves import after_each_step
from lianxin.foundation.papers import kinds, queries


def register_papers() -> None:
    """Make the kinds known, and who reads them besides their issuers."""
    from lianxin.work.suggestions.papers import (
        answering,
        asking,
        blank,
        handing_over,
        meeting,
        pressing,
        yearly,
    )
    from lianxin.work.suggestions.papers.reading import (
        keys_of_readers,
        readable,
        reindex_papers,
        reindex_papers_of,
    )
    from lianxin.work.suggestions.papers.scans import register_scans

    for module in (handing_over, asking, answering, pressing, meeting, yearly, blank):
        kinds.register(*module.KINDS)
    queries.register_reading(readable, keys=keys_of_readers)
    after_each_step(reindex_papers, for_many=reindex_papers_of)
    register_scans()
