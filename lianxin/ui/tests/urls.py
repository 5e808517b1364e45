"""The component page as in development, and a page for each thing the shell must survive."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.views.defaults import bad_request, server_error


def forbidden(request):
    raise PermissionDenied("只有县人大的工作人员可以交办。")


@login_not_required
def broken(request):
    return server_error(request)


@login_not_required
def malformed(request):
    return bad_request(request, SuspiciousOperation())


WRITE = """{% extends "base.html" %}
{% block title %}写建议{% endblock %}{% block heading %}写建议{% endblock %}
{% block content %}
  <form method="post" data-draft="write">
    {% csrf_token %}<label>标题 <input name="title"></label><button>提交</button>
  </form>
{% endblock %}"""


@login_not_required
def write(request):
    """Accepts any title but 「空话」."""
    if request.method == "POST" and request.POST["title"] != "空话":
        return redirect("gallery:page")
    return HttpResponse(engines["django"].from_string(WRITE).render({}, request))


def greeting(request):
    return HttpResponse("好")


urlpatterns = [
    path("", greeting, name="home"),
    path("ui/", include("lianxin.ui.urls")),
    path("display/", include("lianxin.ui.site_urls")),
    path("write/", write),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("malformed/", malformed),
    path("records/", greeting, name="records"),
    path("records/late/", greeting, name="late"),
    path("sign-in/", greeting, name="account_login"),
    path("sign-out/", greeting, name="account_logout"),
]
