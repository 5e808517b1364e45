"""What a voter types: the message, the query code, the judgement."""

import re

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.foundation.people.models import Office
from lianxin.foundation.people.phones import clean_phone

MOST_PICTURES = 4
LONGEST = 5000
LANDLINE = re.compile(r"(0\d{2,3}[- ]?)?\d{7,8}")
MOST_VILLAGES = 80
"""Villages offered in a list; of a whole county the place is typed instead."""


class WordsForm(forms.Form):
    """First the words, and nothing else."""

    text = forms.CharField(
        label=_("想说的事"),
        help_text=_("什么事、在哪里、希望怎么办。不用写姓名和电话。"),
        max_length=LONGEST,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
        error_messages={
            "required": _("还没有写内容。请用一句话说说是什么事。"),
            "min_length": _("写得太短，看不出是什么事。请再多说几个字。"),
            "max_length": _("最多 5000 字，现在超出了。请缩短一些，或者分两次说。"),
        },
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def clean_text(self):
        # What a database or a page cannot carry; line breaks stay.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return "".join(one for one in text if one in "\n\t" or one.isprintable()).strip()


class Pictures(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Up to four pictures; what they really are is asked when they are taken."""

    widget = Pictures(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})

    def clean(self, data, initial=None):
        files = [one for one in data or [] if one]
        if len(files) > MOST_PICTURES:
            raise forms.ValidationError(
                _("最多 %(most)d 张图片，这次选了 %(chosen)d 张。请去掉几张。")
                % {"most": MOST_PICTURES, "chosen": len(files)}
            )
        return files


class MessageForm(WordsForm):
    """Then whatever else the voter wants to say; nothing of it is needed."""

    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    village = forms.ModelChoiceField(
        label=_("村（社区）"), queryset=Office.objects.none(), required=False, empty_label="—"
    )
    pictures = PicturesField(
        label=_("图片"),
        required=False,
        help_text=format_lazy(
            _("最多 {most} 张。照片里的拍摄地点等信息会自动去掉。"), most=MOST_PICTURES
        ),
    )
    name = forms.CharField(label=_("怎么称呼您"), required=False, max_length=60)
    phone = forms.CharField(
        label=_("手机或者座机"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    wants_sms = forms.BooleanField(label=_("有答复时发短信告诉我"), required=False)
    shares_with_office = forms.BooleanField(
        label=_("可以把称呼和手机告诉办理单位，方便联系我"), required=False
    )
    sum = forms.CharField(required=False, max_length=10)

    def __init__(self, data=None, files=None, *, target, question=None):
        super().__init__(data, files)
        self.question = question
        villages = list(target.villages[: MOST_VILLAGES + 1])
        if 0 < len(villages) <= MOST_VILLAGES:
            self.fields["village"].queryset = target.villages  # type: ignore[attr-defined]
        else:
            del self.fields["village"]
        if not settings.LIANXIN_SMS_URL:
            del self.fields["wants_sms"]
        if question is None:
            del self.fields["sum"]
        else:
            self.fields["sum"].label = question.words
            self.fields["sum"].help_text = _("留言较多时，请算一下这道题，让我们知道不是机器。")
            self.fields["sum"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_phone(self):
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        if phone := clean_phone(typed):
            return phone
        if LANDLINE.fullmatch(typed):
            return typed
        raise forms.ValidationError(_("电话号码看起来不对。请核对，或者不填。"))

    def clean_sum(self):
        typed = self.cleaned_data["sum"]
        if not self.question.is_answered_by(typed):
            raise forms.ValidationError(
                _("请算一算：%s 填数字就行。") % self.question.words
                if not typed
                else _("算得不对，请再算一次：%s") % self.question.words
            )
        return typed

    @property
    def contact(self):
        """What the voter said about himself; None where that is nothing."""
        said = self.cleaned_data
        if not said.get("name") and not said.get("phone"):
            return None
        return {
            "name": said.get("name", ""),
            "phone": said.get("phone", ""),
            "address": "",
            "shares_with_office": said.get("shares_with_office", False),
            "wants_sms": bool(said.get("wants_sms") and said.get("phone")),
        }


class CodeForm(forms.Form):
    """The query code, as it stands on the card."""

    code = forms.CharField(
        label=_("查询码"),
        help_text=_("留言以后得到的那串字母和数字。大小写、空格和横线都不要紧。"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请输入查询码。")},
    )
    sum = forms.CharField(required=False, max_length=10)

    def __init__(self, data=None, *, question=None, **kwargs):
        super().__init__(data, **kwargs)
        self.question = question
        if question is None:
            del self.fields["sum"]
        else:
            self.fields["sum"].label = question.words
            self.fields["sum"].help_text = _("请先算一下这道题。")
            self.fields["sum"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    clean_sum = MessageForm.clean_sum


class GradeForm(forms.Form):
    """One tap; a reason is asked only of those who are not satisfied."""

    grade = forms.ChoiceField(choices=Satisfaction)
    reason = forms.CharField(
        label=_("哪里不满意"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MoreForm(forms.Form):
    """A word added to one's own message."""

    text = forms.CharField(
        label=_("补充说明"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
