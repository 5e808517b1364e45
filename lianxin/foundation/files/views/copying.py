"""公开副本: the page where a clerk blacks out places and approves what the public gets."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.files import copies
from lianxin.foundation.files.access import may_open, place_of
from lianxin.foundation.files.forms import ApproveForm, BoxForm, WithdrawForm, WordsForm
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.reaching import Unreachable
from lianxin.foundation.files.renditions import page_of
from lianxin.foundation.files.views.opening import page_asked
from lianxin.foundation.refusals import Refused

UNFIT = 422
"""What was typed does not fit, or the step is refused; the page says why."""


@require_safe
def prepare(request, pk):
    """One page of the file with its marks, and what can be done with them."""
    return _page(request, _makeable(request, pk))


@require_POST
def add_box(request, pk):
    """Mark one place, typed or drawn."""
    stored = _makeable(request, pk)
    form = BoxForm(request.POST)
    if form.is_valid():
        try:
            page = page_asked(request, copies.copied_pages(stored))
            copies.add_boxes(stored, [form.box(page)], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(stored, page)
    return _page(request, stored, box_form=form)


@require_POST
def find_words(request, pk):
    """Propose boxes where the words stand; the clerk ticks which to take."""
    stored = _makeable(request, pk)
    form = WordsForm(request.POST)
    search = None
    if form.is_valid():
        try:
            search = copies.find(stored, by=request.user, **form.cleaned_data)
        except (Refused, Unreachable) as refusal:
            form.add_error(None, str(refusal))
    return _page(request, stored, words_form=form, search=search)


@require_POST
def add_found(request, pk):
    """Mark the proposed boxes that were ticked."""
    stored = _makeable(request, pk)
    boxes = [box for value in request.POST.getlist("box") if (box := _box(value))]
    try:
        if not boxes:
            raise Refused(_("还没有勾选。请在查找结果中勾选要遮盖的，再添加。"))
        copies.add_boxes(stored, boxes, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _back(stored, 1)
    messages.success(request, _("已添加 %d 处遮盖，请逐页核对。") % len(boxes))
    return _back(stored, boxes[0][0])


@require_POST
def remove_box(request, pk):
    """Take one mark away."""
    stored = _makeable(request, pk)
    place, version = (request.POST.get(name, "") for name in ("place", "version"))
    try:
        if not (place.isdecimal() and version.isdecimal()):
            raise Refused(_("没有说明要去掉哪一处，没有改动。请刷新页面后再试。"))
        copies.remove_box(stored, int(place), version=int(version), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(stored, page_asked(request, 10**6))


@require_POST
def approve(request, pk):
    """Draw the copy and let the public have it."""
    stored = _makeable(request, pk)
    form = ApproveForm(request.POST)
    if form.is_valid():
        try:
            copies.approve(stored, by=request.user, **form.cleaned_data)
        except (Refused, Unreachable) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("公开副本已确认。请打开看一遍，确认该遮的都遮住了。"))
            return _back(stored, 1)
    return _page(request, stored, approve_form=form)


@require_POST
def withdraw(request, pk):
    """Take the approved copy off the public pages."""
    stored = _makeable(request, pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            copies.withdraw(stored, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            # Nothing is left to withdraw, and so no form beside which to say it.
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("公开副本已撤下，公众看不到了。"))
        return _back(stored, 1)
    return _page(request, stored, withdraw_form=form)


def _page(request, stored, *, search=None, **forms):
    """The page, with the form that was refused as it was typed."""
    draft, approved = copies.draft_of(stored), copies.approved_of(stored)
    trouble, pages, rendition = "", 0, None
    try:
        pages = copies.copied_pages(stored)
        page = page_asked(request, pages)
        rendition = page_of(stored, page)
    except (Refused, Unreachable) as error:
        trouble, page = str(error), 1
    except FileNotFoundError as error:
        raise Http404(_("文件不在服务器上了，请联系系统管理员从备份中恢复。")) from error
    if stored.is_picture:
        picture = reverse("files:download", args=[stored.pk], query={"view": "1"})
    elif rendition is None and not trouble:
        trouble, picture = _("这一页显示不出来。请另存一份后重新上传。"), ""
    else:
        picture = reverse("files:page", args=[stored.pk, page])
    marks = [
        {"place": place, "number": place + 1, "page": at, "box": box}
        for place, (at, *box) in enumerate(draft.boxes)
    ]
    is_refused = any(form.errors for form in forms.values())
    context = {
        "stored": stored,
        "place": place_of(stored),
        "here": reverse("files:public_copy", args=[stored.pk]),
        "draft": draft,
        "approved": approved,
        "trouble": trouble,
        "page": page,
        "pages": pages,
        "picture": picture,
        "marks": marks,
        "marks_here": [mark for mark in marks if mark["page"] == page],
        "search": search,
        "box_form": BoxForm(),
        "words_form": WordsForm(),
        "approve_form": ApproveForm(initial={"title": draft.title, "version": draft.version}),
        "withdraw_form": WithdrawForm(),
        "has_changes": not draft._state.adding or approved is None,
    }
    return render(
        request, "files/public_copy.html", context | forms, status=UNFIT if is_refused else 200
    )


def _makeable(request, pk) -> StoredFile:
    stored = get_object_or_404(StoredFile.objects.select_related("body"), pk=pk)
    if not may_open(request.user, stored):
        raise Http404
    if not copies.may_make(request.user, stored):
        raise PermissionDenied(_("制作公开副本是本级人大工作人员的工作。"))
    return stored


def _box(value: str) -> copies.Box | None:
    """`3,10.5,20,8,2.5` as the proposals carry it; None for anything else."""
    try:
        page, x, y, wide, high = value.split(",")
        return int(page), float(x), float(y), float(wide), float(high)
    except ValueError:
        return None


def _back(stored, page):
    return redirect(reverse("files:public_copy", args=[stored.pk], query={"page": page}))
