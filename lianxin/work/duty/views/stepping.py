"""What every page of one step does: check what was typed, take the step, show the refusal."""

from functools import partial

from lianxin.foundation import stepping

step_page = partial(stepping.form_page, template="duty/form.html")
