"""How forms are drawn: labels, help, faults in words, the phone's own date picker."""

from datetime import date, datetime, time
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils import formats

# Django draws date fields as text in the site's language. Browsers want their
# own picker's type, and a value in ISO form or they show an empty field.
PICKERS = {
    "django/forms/widgets/date.html": ("date", "DATE_INPUT_FORMATS", "%Y-%m-%d"),
    "django/forms/widgets/datetime.html": (
        "datetime-local",
        "DATETIME_INPUT_FORMATS",
        "%Y-%m-%dT%H:%M",
    ),
    "django/forms/widgets/time.html": ("time", "TIME_INPUT_FORMATS", "%H:%M"),
}


class Renderer(DjangoTemplates):
    """Draws `{{ form }}` and `{{ form.title.as_field_group }}` as accessible markup."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw one widget, field or form; dates become the browser's own pickers."""
        if template_name in PICKERS and "widget" in context:
            kind, input_formats, iso = PICKERS[template_name]
            widget = context["widget"]
            if widget.get("type") == "text":
                widget["type"] = kind
                widget["value"] = _iso(widget.get("value"), input_formats, iso)
        return super().render(template_name, context, request)


def _iso(value: Any, input_formats: str, iso: str) -> Any:
    """`value` as the picker wants it; what cannot be read is left as typed."""
    if isinstance(value, date | datetime | time):
        return value.strftime(iso)
    for pattern in formats.get_format(input_formats) if value else ():
        try:
            # Wall-clock time on its way back to the same field: no zone is meant.
            return datetime.strptime(str(value), pattern).strftime(iso)
        except ValueError:
            continue
    return value
