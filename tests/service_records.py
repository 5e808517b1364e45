"""One record of each service, for the tests that open every address."""

from io import BytesIO
from types import SimpleNamespace

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from PIL import Image, ImageDraw

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Matter
from lianxin.foundation.files import copies
from lianxin.foundation.files.storing import store
from lianxin.foundation.laws.models import Article, Law
from lianxin.foundation.notices.delivering import CONFIRM_SALT
from lianxin.foundation.notices.models import Address, Delivery
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.notices.workflow import open_feed
from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.own_templates.workflow import add_version
from lianxin.foundation.papers.scanning.codes import paper_code
from lianxin.foundation.papers.scanning.workflow import take_in
from lianxin.foundation.papers.tests.word_files import word
from lianxin.foundation.tasks.models import Job


def picture(name="照片.png") -> SimpleUploadedFile:
    """A drawing large enough to be shown small."""
    drawn = Image.new("RGB", (640, 480), "white")
    ImageDraw.Draw(drawn).rectangle((80, 120, 560, 360), fill="#b5121b")
    content = BytesIO()
    drawn.save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def make_service_records(suggestion, *, clerk, writer) -> SimpleNamespace:
    """Records that belong to `clerk`, who handles the handed-over `suggestion`.

    writer: the account that attached the picture to it.
    """
    today = localdate()
    body = suggestion.body
    stored = store(picture(), by=writer, body=body)
    attachment = handling.attach(suggestion, stored, by=writer)
    approved = copies.approve(stored, version=0, title="附件一", by=clerk)
    [notice] = tell(
        [clerk],
        kind="matter.assigned",
        words="新交办一件建议",
        why="您是本级人大工作人员。",
        url="/suggestions/",
        about=suggestion,
    )
    # No mail server is set up here, so the page that asks for an address refuses.
    Address.objects.create(account=clerk, email="clerk@example.org")
    failed = Delivery.objects.create(
        account=clerk, channel="email", state=Delivery.State.FAILED, error="连接不上邮件服务器"
    )
    paper = papers.draft(
        kind_of("handover_sheet"),
        Matter.objects.get(pk=suggestion.pk),
        by=clerk,
        today=today,
    )
    kind = kind_of("handover_sheet")
    template = add_version(
        body, kind, _named(word("{{ 标题 }}")), valid_from=today, by=clerk, today=today
    )
    [scan], _refused = take_in(body, [picture("扫描.png")], by=clerk)
    return SimpleNamespace(
        stored=stored,
        attachment=attachment,
        approved=approved,
        notice=notice,
        failed=failed,
        confirmation=signing.dumps(
            {"account": clerk.pk, "email": "clerk@example.org"}, salt=CONFIRM_SALT
        ),
        feed=open_feed(clerk, by=clerk),
        paper=paper,
        paper_token=paper_code(paper).rstrip("/").rsplit("/", 1)[-1],
        template=template,
        scan=scan,
        job=Job.objects.create(title="导出台账", function="tests.none", by=clerk, body=body),
        broken=Job.objects.create(
            title="导出名册",
            function="tests.none",
            by=clerk,
            body=body,
            state=Job.State.FAILED,
            error="磁盘已满",
        ),
        law=_law(today),
    )


def _law(today) -> Law:
    """One of the library, or one made up where an earlier test has emptied the shelf."""
    found = Law.objects.first()
    if found is None:
        found = Law.objects.create(
            slug="example", title="示例法", short="示例法", version_on=today, digest="-"
        )
        Article.objects.create(
            law=found, position=1, number="第一条", anchor="1", headings="", text="示例条文。"
        )
    return found


def _named(content: BytesIO) -> SimpleUploadedFile:
    return SimpleUploadedFile("交办单.docx", content.getvalue())
