"""Someone in front of a screen, who knows labels and words on buttons and nothing else."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect


class Visitor:
    """One person's page. Whatever cannot be found by its visible words cannot be used."""

    def __init__(self, page: Page):
        self.page = page

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def open(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)

    def arrives(self, heading: str) -> None:
        """The page's heading holds these words."""
        title = self.page.get_by_role("heading", level=1)
        self._wait(f"not at “{heading}”, but", partial(expect(title).to_contain_text, heading))

    def sees(self, *words: str) -> None:
        for one in words:
            self._wait(f"no “{one}”", partial(expect(self.main).to_contain_text, one))

    def does_not_see(self, *words: str) -> None:
        for one in words:
            expect(self.main).not_to_contain_text(one)

    def press(self, words: str, about: str = "") -> None:
        """Press a button; `about` says which, where a list has one in each row."""
        self.click(self._one("button", words, about))

    def follow(self, words: str, about: str = "") -> None:
        """Go where a link leads."""
        self.click(self._one("link", words, about))

    def click(self, found: Locator) -> None:
        """Press it, and wait until the page it leads to is there, if it leads to one."""
        found.click()
        # A click answers when the next page begins to arrive; half a page must
        # neither be read nor left.
        self.page.wait_for_load_state()

    def _one(self, role, words: str, about: str) -> Locator:
        # What follows the colon is read to those who do not see the row.
        rest = f" ?：.*{re.escape(about)}.*" if about else "( ?：.*)?"
        found = self.page.get_by_role(role, name=re.compile(rf"^{re.escape(words)}{rest}$"))
        self._wait(f"no {role} “{words}”", expect(found.first).to_be_visible)
        return found

    def _wait(self, trouble: str, expectation: Callable[[], None]) -> None:
        """Wait for it; show the page as someone reads it if it does not come."""
        with suppress(AssertionError):
            return expectation()
        text = re.sub(r"\n\s*", "\n", self.page.locator("body").inner_text())
        pytest.fail(f"{trouble} at {self.page.url}:\n{text}")

    def unfold(self, words: str) -> None:
        """Open a panel by its summary."""
        self.main.locator("summary").filter(has_text=words).click()

    def unfold_menu(self) -> None:
        """Open the entries that found no place in the bar."""
        self.page.get_by_role("navigation").locator("summary").filter(has_text="更多").click()

    def write(self, label: str, text: str | date, *, within: str = "") -> None:
        self.field(label, within).fill(str(text))

    def choose(self, label: str, option: str) -> None:
        """Choose from a list that opens the first entry that holds these words."""
        field = self.field(label)
        words = field.locator("option").filter(has_text=option).first.inner_text()
        field.select_option(label=words)

    def tick(self, label: str, *, within: str = "") -> None:
        """Tick a box, or pick one of several; `within` is the question they answer."""
        # The words of a large button lie over its circle; a finger taps the words.
        self.field(label, within).check(force=True)

    def field(self, label: str, within: str = "") -> Locator:
        place: Page | Locator = self.page
        if within:
            place = self.main.get_by_role("group", name=re.compile(rf"^{re.escape(within)}"))
        return place.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(必填)?\s*$"))
