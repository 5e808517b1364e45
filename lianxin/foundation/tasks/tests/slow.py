"""Jobs that leave marks on disk, for tests that run workers as real processes."""

import os
import time
from pathlib import Path

from lianxin.foundation.tasks import background


@background(title="慢慢做")
def leave_mark(job, *, folder, name, seconds):
    """Say that it began and by which process; take its time; say, harmlessly twice, that it ended."""
    with (Path(folder) / "begun.txt").open("a") as begun:
        begun.write(f"{name} {os.getpid()}\n")
    time.sleep(seconds)
    (Path(folder) / f"{name}.done").write_text(str(job.pk))
    return {"name": name}
