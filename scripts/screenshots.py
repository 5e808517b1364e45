"""Take the pictures of the README: the main pages, as each role sees them.

    python -m scripts.screenshots [NAME ...]

Builds the demo county in a folder of its own under var/, serves it on a free
port, signs in through the form and writes docs/screenshots/NAME-phone.png and
NAME-desktop.png. With names, only those. Needs Chromium and a Chinese font.
"""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.fixtures.browser import CHROMIUM_ARGS, chromium_path

CHECKOUT = Path(__file__).resolve().parent.parent
TARGET = CHECKOUT / "docs" / "screenshots"
VAR_DIR = CHECKOUT / "var" / "screenshots"
WIDTHS = {"phone": (390, 844), "desktop": (1440, 900)}


class Shot(NamedTuple):
    """One page: its file name, who looks (None: nobody signed in), and where.

    link: address pattern of the link on that page to follow, for a page whose
    address holds a record's number.
    """

    name: str
    role: str | None
    path: str
    link: str = ""


SHOTS = [
    Shot("sign-in", None, "/account/login/"),
    Shot("desk-clerk", "county_clerk", "/"),
    Shot("desk-deputy", "deputy", "/"),
    Shot("desk-office", "office_handler", "/"),
    Shot("suggestions", "county_clerk", "/suggestions/"),
    Shot("suggestion", "county_clerk", "/suggestions/?status=tracking", r"^/suggestions/\d+/$"),
    Shot("write", "deputy", "/suggestions/new/"),
    Shot("inbox", "office_handler", "/suggestions/inbox/"),
    Shot("ledger", "county_clerk", "/ledger/"),
    Shot("rules", "county_clerk", "/rules/"),
    Shot("setup", "county_clerk", "/setup/"),
    Shot("import", "county_clerk", "/setup/import/"),
    Shot("papers", "county_clerk", "/papers/"),
    Shot("paper", "county_clerk", "/papers/?kind=handover_letter", r"^/papers/\d+/$"),
    Shot("search", "county_clerk", "/search/?q=桥"),
    Shot("notices", "office_handler", "/notices/"),
    Shot("duty", "deputy", "/duty/mine/"),
    Shot("diary", "township_clerk", "/diary/"),
    Shot("dashboard", "county_clerk", "/ledger/dashboard/"),
    Shot("report", "county_clerk", "/work-reports/", r"^/work-reports/\d+/$"),
    Shot("message", None, "/public/message/"),
    Shot("public", None, "/public/"),
    Shot("promises", None, "/public/promises/"),
]


def main(names: list[str]) -> int:
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    if unknown := set(names) - {shot.name for shot in SHOTS}:
        print(f"no such picture: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    chromium = chromium_path()
    if chromium is None:
        print("no Chromium here: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "LIANXIN_DEBUG"}},
        "LIANXIN_VAR": str(VAR_DIR),
    }
    os.environ.clear()
    os.environ.update(environment)
    port = _free_port()
    site = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "lianxin", "demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(site, server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
            for shot in wanted:
                for width in WIDTHS:
                    _take(browser, site, shot, width)
    finally:
        server.terminate()
        server.wait(timeout=15)
    return 0


def _take(browser: Browser, site: str, shot: Shot, width: str) -> None:
    x, y = WIDTHS[width]
    context = browser.new_context(
        base_url=site, locale="zh-CN", viewport={"width": x, "height": y}, device_scale_factor=1
    )
    page = context.new_page()
    if shot.role:
        _sign_in(page, shot.role)
    answer = page.goto(shot.path)
    if shot.link:
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        answer = page.goto(next(link for link in links if re.search(shot.link, link)))
    if answer is None or not answer.ok:
        sys.exit(f"{shot.path} as {shot.role} answers {answer and answer.status}")
    page.screenshot(path=TARGET / f"{shot.name}-{width}.png")
    context.close()
    print(f"{shot.name}-{width}.png")


def _sign_in(page: Page, role: str) -> None:
    username, password = _sign_ins()[role]
    page.goto("/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def _sign_ins() -> dict[str, tuple[str, str]]:
    """Name and password of each demo role, asked of the package itself."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from lianxin.faces.setup.demo import sign_ins

    return {role: (username, password) for role, username, password in sign_ins()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(site: str, server: subprocess.Popen, seconds: float = 600) -> None:
    """Until the site answers; the first time, the demo county is built before."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit("the demo ended before it answered")
        try:
            urlopen(site, timeout=5).close()
            return
        except OSError:  # refused, or too busy to answer yet
            time.sleep(0.3)
    sys.exit(f"the demo did not answer within {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
