"""How forms are drawn: labels, help, faults in words, the phone's own date picker."""

import html
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

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


SELECT = "django/forms/widgets/select.html"
TEXT_AREA = "django/forms/widgets/textarea.html"
TICKED = ("django/forms/widgets/checkbox_select.html", "django/forms/widgets/radio.html")


class Renderer(DjangoTemplates):
    """Draws `{{ form }}` and `{{ form.title.as_field_group }}` as accessible markup."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw one widget, field or form; dates become the browser's own pickers."""
        if template_name == SELECT:
            return _select(context["widget"])
        if template_name in TICKED:
            return _ticked(context["widget"])
        if template_name == TEXT_AREA:
            # Browsers cut off what is pasted beyond it without a word; the form
            # refuses it in words, and keeps it.
            context["widget"]["attrs"].pop("maxlength", None)
        if template_name in PICKERS and "widget" in context:
            kind, input_formats, iso = PICKERS[template_name]
            widget = context["widget"]
            if widget.get("type") == "text":
                widget["type"] = kind
                widget["value"] = _iso(widget.get("value"), input_formats, iso)
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> SafeString:
    """A list to choose from, as Django's templates draw it.

    Those take one template for each option: a filter with a county's offices
    would cost more than the rest of its page.
    """
    drawn = []
    for group, options, _index in widget["optgroups"]:
        lines = "".join(
            f'<option value="{escape(option["value"])}"{flatatt(option["attrs"])}>'
            f"{escape(option['label'])}</option>"
            for option in options
        )
        drawn.append(f'<optgroup label="{escape(group)}">{lines}</optgroup>' if group else lines)
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        mark_safe("".join(drawn)),
    )


class PlainSelect(forms.Select):
    """A list without groups, drawn straight from its choices: for filters with many of them."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = "" if value is None else str(value)
        lines = "".join(
            f'<option value="{html.escape(str(key))}"{" selected" * (str(key) == chosen)}>'
            f"{html.escape(str(words))}</option>"
            for key, words in self.choices
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            mark_safe(lines),
        )


def _ticked(widget: dict[str, Any]) -> SafeString:
    """Boxes or circles to tick, as Django's templates draw them; for the same reason."""
    drawn = []
    for group, options, _index in widget["optgroups"]:
        lines = "".join(
            f"<div><label{flatatt({'for': option['attrs'].get('id')})}>"
            f"<input{flatatt(_of_input(option))}> {escape(option['label'])}</label></div>"
            for option in options
        )
        drawn.append(f"<div><label>{escape(group)}</label>{lines}</div>" if group else lines)
    outer = {name: widget["attrs"].get(name) for name in ("id", "class")}
    return format_html("<div{}>{}</div>", flatatt(outer), mark_safe("".join(drawn)))


def _of_input(option: dict[str, Any]) -> dict[str, Any]:
    named = {name: option[name] for name in ("type", "name", "value")}
    return {**named, **option["attrs"]}


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


def chosen_words(fields: Iterable[forms.BoundField]) -> str:
    """What a folded filter is set to: 类别 视察，年份 2026; empty when nothing is chosen."""
    said = []
    for field in fields:
        value = field.value()
        if not value:
            continue
        if isinstance(field.field, forms.ChoiceField):
            choices: Any = field.field.choices
            offered = {str(key): words for key, words in choices}
            words = offered.get(str(value))
            if words is not None:
                said.append(f"{field.label} {words}")
        elif isinstance(field.field, forms.BooleanField):
            said.append(str(field.label))
        else:
            said.append(f"{field.label} {value}")
    return "，".join(said)
