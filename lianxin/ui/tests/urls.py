"""The component page as in development, and a page for each thing the shell must survive."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import include, path
from django.views.defaults import bad_request, server_error


def forbidden(request):
    raise PermissionDenied("只有县人大的工作人员可以交办。")


@login_not_required
def broken(request):
    return server_error(request)


@login_not_required
def malformed(request):
    return bad_request(request, None)


def greeting(request):
    return HttpResponse("好")


urlpatterns = [
    path("", greeting, name="home"),
    path("ui/", include("lianxin.ui.urls")),
    path("display/", include("lianxin.ui.site_urls")),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("malformed/", malformed),
    path("records/", greeting, name="records"),
    path("records/late/", greeting, name="late"),
    path("sign-in/", greeting, name="account_login"),
    path("sign-out/", greeting, name="account_logout"),
]
