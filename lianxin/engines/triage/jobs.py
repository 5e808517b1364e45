"""What runs at night: models are learned anew where something was handed over since."""

from django.utils.translation import gettext_lazy as _

from lianxin.engines.triage.county import bodies_that_hand_over, relearn
from lianxin.foundation.tasks import background


@background(title=_("从已交办的建议学习分派经验"), retries=1)
def relearn_all(job) -> dict:
    """Each body by itself; what is learned already stays when the job is cancelled."""
    bodies = list(bodies_that_hand_over())
    made = 0
    for done, body in enumerate(bodies):
        job.progress(done, len(bodies))
        made += relearn(body, report=job.raise_if_cancelled)
    job.progress(len(bodies), len(bodies))
    return {"words": str(_("学习了 %(made)d 项。")) % {"made": made}}
