"""The message a page is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from lianxin.work.voices.models import VoterMessage


def message_or_404(request: HttpRequest, pk: int) -> VoterMessage:
    """The message, if it exists for the reader."""
    seen = VoterMessage.objects.visible_to(request.user)
    related = ("body", "station", "deputy", "village", "lead_office", "became", "higher_body")
    return get_object_or_404(seen.select_related(*related, "merged_into", "created_by"), pk=pk)
