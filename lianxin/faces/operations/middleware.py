"""Outermost: answers the machines that watch the site, and writes down what each page cost."""

import hmac
import logging
import re
import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from lianxin.faces.operations import health, metrics

log = logging.getLogger("lianxin.request")

GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Watched:
    """`/healthz`, `/readyz`, `/metrics`, a number for every request, and its line in the log.

    The three are answered here and not by the address table: whoever asks them
    comes from the same machine or its proxy, without a sign-in and often under
    a host name that the site does not have.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answers: dict[str, Callable[[HttpRequest], HttpResponse]] = {
            "/healthz": _alive,
            "/readyz": _ready,
        }
        if settings.LIANXIN_METRICS_TOKEN:
            self.answers["/metrics"] = _figures

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (answer := self.answers.get(request.path_info)) and request.method in {"GET", "HEAD"}:
            response: HttpResponseBase = answer(request)
            response["Cache-Control"] = "no-store"
            return response
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request_id=number):
            begun = time.perf_counter()
            response = self.get_response(request)
            self._note(request, response.status_code, time.perf_counter() - begun)
        response["X-Request-ID"] = number
        return response

    def _note(self, request: HttpRequest, status: int, seconds: float) -> None:
        match = request.resolver_match
        route = (match.view_name or "unnamed") if match else "none"
        if settings.LIANXIN_METRICS_TOKEN:
            metrics.observe(route, request.method or "", status, seconds)
        # Only if the page itself asked who it is: it is not looked up for the log.
        user = getattr(request, "_cached_user", None)
        with structlog.contextvars.bound_contextvars(
            route=route,
            method=request.method,
            status=status,
            ms=round(seconds * 1000, 1),
            user=user.pk if user is not None else None,
        ):
            log.info("request")


def _alive(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _ready(_request: HttpRequest) -> HttpResponse:
    found = health.readiness()
    is_ready = set(found.values()) == {health.OK}
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def _figures(request: HttpRequest) -> HttpResponse:
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.LIANXIN_METRICS_TOKEN}"
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        response = HttpResponse("401\n", status=401, content_type="text/plain")
        response["WWW-Authenticate"] = "Bearer"
        return response
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)
