"""Giving a stored file back: never as something the browser would run."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.foundation.files.access import is_public, may_open, may_open_copy, place_of
from lianxin.foundation.files.copies import approved_of, may_make
from lianxin.foundation.files.giving import PRIVATE, give
from lianxin.foundation.files.models import PublicCopy, StoredFile
from lianxin.foundation.files.pdf_pages import CannotShow
from lianxin.foundation.files.reaching import Unreachable
from lianxin.foundation.files.renditions import MOST_PAGES, page_of, pages_of, thumbnail_of

# A thumbnail or page never changes and is asked for on every visit to a list.
DRAWN = "private, max-age=3600"
PUBLIC = "private, max-age=300"
"""Short, and in no cache between: a copy that was taken down is gone at once for all who
have not opened it."""


@login_not_required
@require_safe
def download(request, pk):
    """The file, as a download; `?view=1` shows a picture or PDF in the browser.

    A file that may not be opened is as good as absent: 404, or the sign-in page
    for someone not signed in.
    """
    stored = get_object_or_404(StoredFile, pk=pk)
    if not may_open(request.user, stored):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    is_shown = request.GET.get("view") == "1" and (stored.is_picture or stored.is_pdf)
    return _give(
        request,
        stored.file.name,
        content_type=stored.content_type,
        name=stored.original_name,
        is_shown=is_shown,
        cache=PRIVATE,
    )


@login_not_required
@require_safe
def public_copy(request, pk):
    """An approved public copy, to anyone while its record is public."""
    copy = get_object_or_404(PublicCopy.objects.select_related("stored"), pk=pk)
    if not may_open_copy(request.user, copy):
        raise Http404
    return _give(
        request,
        copy.file.name,
        content_type=copy.content_type,
        name=copy.name,
        is_shown=request.GET.get("view") == "1",
        # What only staff may open yet must not stay in a cache between.
        cache=PUBLIC if is_public(copy.stored) else PRIVATE,
    )


@require_safe
def thumbnail(request, pk):
    """A small picture of the first page, for lists."""
    return _drawn(request, _openable(request, pk), thumbnail_of)


@require_safe
def page(request, pk, page):
    """A page of a PDF as a picture."""
    return _drawn(request, _openable(request, pk), lambda stored: page_of(stored, page))


@require_safe
def show(request, pk):
    """A page that shows the file, page by page, with all that is known of it."""
    stored = _openable(request, pk)
    trouble, pages = "", 0
    try:
        pages = pages_of(stored)
    except (CannotShow, Unreachable) as error:
        trouble = str(error)
    except FileNotFoundError as error:
        raise Http404(_gone()) from error
    return render(
        request,
        "files/show.html",
        {
            "stored": stored,
            "place": place_of(stored),
            "trouble": trouble,
            "pages": pages,
            "is_cut": (stored.pages or 0) > MOST_PAGES,
            "page": page_asked(request, pages),
            "may_make": may_make(request.user, stored),
            "approved": approved_of(stored),
        },
    )


def page_asked(request, pages: int) -> int:
    """The page number in the address, or the nearest there is."""
    asked = request.GET.get("page") or request.POST.get("page") or ""
    return max(1, min(int(asked), pages)) if asked.isdecimal() and len(asked) < 9 else 1


def _openable(request, pk) -> StoredFile:
    stored = get_object_or_404(StoredFile.objects.select_related("uploaded_by", "body"), pk=pk)
    if not may_open(request.user, stored):
        raise Http404
    return stored


def _drawn(request, stored, draw):
    try:
        drawn = draw(stored)
    except FileNotFoundError as error:
        raise Http404(_gone()) from error
    except (CannotShow, Unreachable) as error:
        return _not_now(request, error)
    if drawn is None:
        raise Http404(_("这个文件没有可以显示的页面，请下载后打开。"))
    return _give(
        request,
        drawn.file.name,
        content_type="image/jpeg",
        name=stored.original_name.rpartition(".")[0] + ".jpg",
        is_shown=True,
        cache=DRAWN,
    )


def _give(request, path, *, content_type, name, is_shown, cache):
    try:
        content = default_storage.open(path, "rb")
    except FileNotFoundError as error:
        raise Http404(_gone()) from error
    except Unreachable as error:
        return _not_now(request, error)
    return give(content, content_type=content_type, name=name, is_shown=is_shown, cache=cache)


def _not_now(request, error):
    return render(request, "files/not_now.html", {"words": str(error)}, status=503)


def _gone() -> str:
    return _("文件不在服务器上了，请联系系统管理员从备份中恢复。")
