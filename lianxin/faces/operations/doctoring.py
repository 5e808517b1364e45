"""What `lianxin doctor` looks at: each thing by itself, with what to do about it."""

import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from lianxin import __version__
from lianxin.faces.operations import databases
from lianxin.foundation.calendars.models import HolidayTable
from lianxin.foundation.calendars.queries import missing_year
from lianxin.foundation.calendars.tables import shipped_table
from lianxin.foundation.files.scanning import scan
from lianxin.foundation.ledger import chain
from lianxin.foundation.ledger.models import ChainHead, Event
from lianxin.foundation.papers import fonts
from lianxin.foundation.refusals import Refused
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.queries import alive_workers

OK, NOTE, FAULT = "ok", "note", "fault"

OLDEST = {"sqlite": (3, 35), "postgresql": (14,)}
"""Oldest versions of the databases that are supported."""

SHORTEST_KEY = 32
LITTLE_DISK = 2 * 10**9
"""Bytes free on the disk below which it is a matter of days."""
GIGABYTE = 10**9


class Finding(NamedTuple):
    """One thing looked at. `advice` says what to do, empty when nothing has to be done."""

    name: str
    state: str
    words: str
    advice: str = ""


Check = Callable[[], Iterator[Finding]]


def examine(*, whole_ledger: bool = False) -> Iterator[Finding]:
    """Look at everything; what cannot be looked at without the database is then left out.

    whole_ledger: walk all events instead of comparing the ends of the chains.
    """
    yield from _looked_at("设置", look_at_settings)
    found = list(_looked_at("数据库", look_at_database))
    yield from found
    yield from _looked_at("存储", look_at_storage)
    yield from _looked_at("磁盘", look_at_disk)
    yield from _looked_at("字体", look_at_fonts)
    yield from _looked_at("邮件", look_at_mail)
    yield from _looked_at("病毒扫描", look_at_scanner)
    if any(one.state == FAULT for one in found):
        return
    yield from _looked_at("时钟", look_at_clock)
    yield from _looked_at("放假安排", look_at_holidays)
    yield from _looked_at("账本", look_at_whole_ledger if whole_ledger else look_at_ledger_ends)
    yield from _looked_at("后台任务", look_at_jobs)


def _looked_at(name: str, check: Check) -> Iterator[Finding]:
    """A check that itself breaks is a finding, and no reason to leave out the others."""
    try:
        yield from check()
    except Exception as error:
        words = f"检查没有完成（{type(error).__name__}：{error}）"
        yield Finding(name, FAULT, words, "请按错误提示处理后再检查一次。")


def look_at_settings() -> Iterator[Finding]:
    yield Finding("版本", OK, __version__)
    if settings.DEBUG:
        advice = "对外提供服务前，请去掉环境变量 LIANXIN_DEBUG。"
        yield Finding("设置", FAULT, "LIANXIN_DEBUG 已打开，出错时会显示内部信息", advice)
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        advice = "请去掉 LIANXIN_SECRET_KEY 让系统自动生成，或换一个随机的长密钥。"
        yield Finding("设置", FAULT, f"密钥不足 {SHORTEST_KEY} 个字符", advice)
    key = Path(settings.VAR_DIR) / "secret_key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding("设置", FAULT, "密钥文件别的用户也能读", f"请运行 chmod 600 {key}")
    if "*" in settings.ALLOWED_HOSTS:
        advice = "请在 LIANXIN_HOSTS 里写明网站的域名。"
        yield Finding("设置", FAULT, "网站对任何域名都应答", advice)
    if not getattr(settings, "SECURE_HSTS_SECONDS", 0):
        advice = "除了只在本机试用，都应由 nginx 提供 HTTPS，并设 LIANXIN_HTTPS=1。"
        yield Finding("设置", NOTE, "没有使用 HTTPS", advice)
    yield Finding("设置", OK, f"网站名称：{'、'.join(settings.ALLOWED_HOSTS)}")


def look_at_database() -> Iterator[Finding]:
    engine = databases.engine_of(connection.settings_dict)
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        advice = "请检查 DATABASE_URL 或 LIANXIN_VAR，以及数据库是否在运行。"
        yield Finding("数据库", FAULT, f"连接不上（{reason}）", advice)
        return
    version = tuple(connection.get_database_version())
    shown = f"{connection.display_name} {'.'.join(map(str, version))}"
    if version < OLDEST[engine]:
        oldest = ".".join(map(str, OLDEST[engine]))
        yield Finding("数据库", FAULT, f"{shown} 太旧", f"请升级到 {oldest} 以上。")
    else:
        yield Finding("数据库", OK, shown)
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        advice = "请先备份，再运行 lianxin migrate。"
        yield Finding(
            "数据库结构", FAULT, f"还差 {len(pending)} 步，第一步是 {pending[0][0]}", advice
        )
    else:
        yield Finding("数据库结构", OK, "与程序一致")


def look_at_storage() -> Iterator[Finding]:
    content = secrets.token_bytes(32)
    name = default_storage.save(f"doctor-{secrets.token_hex(8)}", ContentFile(content))
    try:
        with default_storage.open(name) as back:
            is_same = back.read() == content
    finally:
        default_storage.delete(name)
    where = type(default_storage._wrapped).__name__  # type: ignore[attr-defined]
    if is_same:
        yield Finding("存储", OK, f"可写可读（{where}）")
    else:
        yield Finding("存储", FAULT, "写进去的和读出来的不同", "请检查磁盘或对象存储。")


def look_at_disk() -> Iterator[Finding]:
    folder = Path(settings.VAR_DIR)
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    words = f"剩余 {usage.free / GIGABYTE:.1f} GB，共 {usage.total / GIGABYTE:.1f} GB"
    if usage.free < LITTLE_DISK:
        yield Finding("磁盘", FAULT, words, "请清理磁盘或扩容。磁盘写满后网站不能保存任何内容。")
    else:
        yield Finding("磁盘", OK, words)


def look_at_fonts() -> Iterator[Finding]:
    for found in fonts.report():
        if not found.is_standin:
            yield Finding("字体", OK, f"{found.face}：{found.family}")
        else:
            advice = f"有授权字体的，请放进 {Path(settings.VAR_DIR) / 'fonts'}。"
            yield Finding("字体", NOTE, f"没有{found.face}，用 {found.family} 代替", advice)


def look_at_mail() -> Iterator[Finding]:
    host = settings.EMAIL_HOST
    if not host or host == "localhost":
        advice = "需要邮件通知的，请设 LIANXIN_SMTP_HOST 和 LIANXIN_MAIL_FROM。"
        yield Finding("邮件", NOTE, "没有设置，通知只在站内", advice)
        return
    mail = get_connection(timeout=10)
    try:
        mail.open()
        mail.close()
    except OSError as error:
        advice = "请检查 LIANXIN_SMTP_ 开头的设置，以及服务器能否访问邮件服务器。"
        yield Finding("邮件", FAULT, f"连不上 {host}（{type(error).__name__}）", advice)
    else:
        yield Finding("邮件", OK, f"{host} 可以登录")


def look_at_scanner() -> Iterator[Finding]:
    if not settings.LIANXIN_CLAMD:
        return
    try:
        scan(ContentFile(b"doctor"))
    except (Refused, OSError) as error:
        yield Finding("病毒扫描", FAULT, str(error), "请检查 clamd 是否在运行。此前不能上传附件。")
    else:
        yield Finding("病毒扫描", OK, settings.LIANXIN_CLAMD)


def look_at_clock() -> Iterator[Finding]:
    now = timezone.now()
    last = Event.objects.aggregate(last=Max("happened_at"))["last"]
    advice = "请用 NTP 校准服务器的时钟；期限按它计算。"
    off = abs(now - _time_of_database())
    if last and last > now + timedelta(minutes=5):
        yield Finding("时钟", FAULT, f"比账本最后一条（{last:%Y-%m-%d %H:%M}）还早", advice)
    elif off > timedelta(seconds=10):
        words = f"与数据库的时钟相差 {off.total_seconds():.0f} 秒"
        yield Finding("时钟", FAULT, words, advice)
    else:
        shown = timezone.localtime(now)
        yield Finding("时钟", OK, f"{shown:%Y-%m-%d %H:%M:%S}（{settings.TIME_ZONE}）")


def _time_of_database() -> datetime:
    if connection.vendor != "postgresql":
        # SQLite runs within this process.
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def look_at_holidays() -> Iterator[Finding]:
    today = timezone.localdate()
    entered = set(HolidayTable.objects.values_list("year", flat=True))
    for year in (today.year, today.year + 1):
        if shipped_table(year) or year in entered:
            yield Finding("放假安排", OK, f"{year} 年已有")
        elif year == today.year or missing_year(today) == year:
            advice = "请在“工作日历”页面按国务院办公厅通知录入；在此之前算出的期限是暂定的。"
            yield Finding(
                "放假安排", FAULT if year == today.year else NOTE, f"{year} 年还没有", advice
            )
        else:
            yield Finding("放假安排", OK, f"{year} 年的通知一般在 11 月发布，现在可以没有")


def look_at_ledger_ends() -> Iterator[Finding]:
    count, faults = 0, 0
    for head in ChainHead.objects.order_by("chain"):
        events = Event.objects.filter(chain=head.chain)
        last = events.order_by("-seq").first()
        is_whole = events.count() == head.seq and (
            last is None
            or (last.seq, last.hash, chain.digest(last)) == (head.seq, head.hash, head.hash)
        )
        count += head.seq
        if not is_whole:
            faults += 1
            advice = "请保存现场（复制数据库），运行 lianxin ledger verify 找出位置，并报告。"
            yield Finding("账本", FAULT, f"账本 {head.chain} 的末端不符", advice)
    if not faults:
        yield Finding("账本", OK, f"{count} 条，末端相符（逐条核验：lianxin ledger verify）")


def look_at_whole_ledger() -> Iterator[Finding]:
    count, faults = chain.verify()
    advice = "请保存现场（复制数据库），并报告。"
    for fault in faults[:20]:
        words = f"账本 {fault.chain} 第 {fault.seq} 条：{fault.problem}"
        yield Finding("账本", FAULT, words, advice)
    if not faults:
        yield Finding("账本", OK, f"{count} 条，逐条核验无误")


def look_at_jobs() -> Iterator[Finding]:
    workers = alive_workers()
    late = Job.objects.filter(
        state=Job.State.WAITING, run_at__lt=timezone.now() - timedelta(minutes=5)
    ).count()
    advice = "请运行 lianxin serve，或分别运行 lianxin worker 和 lianxin scheduler。"
    if not workers.filter(runs_jobs=True).exists():
        words = f"没有程序在处理任务，{late} 个已等了 5 分钟以上" if late else "没有程序在处理任务"
        yield Finding("后台任务", FAULT if late else NOTE, words, advice)
    elif late:
        words = f"{late} 个任务已等了 5 分钟以上"
        yield Finding("后台任务", NOTE, words, "如长期如此，请增加 lianxin worker。")
    else:
        yield Finding("后台任务", OK, f"{workers.filter(runs_jobs=True).count()} 个程序在处理任务")
    if not workers.filter(keeps_schedule=True).exists():
        yield Finding("定时任务", NOTE, "没有程序在按时发起任务", advice)
    if failed := Job.objects.filter(state=Job.State.FAILED).count():
        words = f"{failed} 个任务失败"
        yield Finding("后台任务", NOTE, words, "系统管理员可在 /tasks/failed/ 查看和重试。")
