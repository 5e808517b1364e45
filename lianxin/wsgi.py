"""What a web worker runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")

application = get_wsgi_application()

# What is loaded by now stays until the worker ends. Left among what the garbage
# collector walks, it stops every hundredth page for a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
