"""Runs alone, in a process of its own, and draws or reads one PDF: see pdf_pages.py.

A PDF made to break the reader breaks this process, which has neither our
database nor our settings, little memory and little time. Reads one order as
JSON from standard input, answers with JSON on standard output; pictures are
written into the folder the order names. Exit code 3: a password is needed.

Places on a page are percent of its width and height as it is shown, from the
top left.
"""

import ctypes
import io
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

MEMORY = 1536 * 1024 * 1024
MOST_SEARCHED = 300
"""Pages looked through for words."""
MOST_FOUND = 500
MOST_AROUND = 12
"""Characters shown before and after a word that was found."""
NEEDS_PASSWORD = 3


def main() -> int:
    order = json.load(sys.stdin)
    _limit(order["seconds"])
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(order["pdf"])
        # Otherwise what was filled into a form's fields would not be drawn.
        pdf.init_forms()
    except pypdfium2.PdfiumError as error:
        return NEEDS_PASSWORD if "password" in str(error).lower() else 1
    answer = {"look": _look, "page": _page, "words": _words, "copy": _copy}[order["do"]](pdf, order)
    json.dump(answer, sys.stdout)
    return 0


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:
        # No such limits on Windows; the parent's time limit still holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _look(pdf: Any, order: dict) -> dict:
    return {"pages": len(pdf)}


def _page(pdf: Any, order: dict) -> dict:
    picture = _drawn(pdf[order["page"] - 1], order["longest"])
    picture.save(Path(order["out"]) / "page.jpg", "JPEG", quality=82, optimize=True)
    return {"width": picture.width, "height": picture.height}


def _drawn(page: Any, longest: int) -> Any:
    width, height = page.get_size()
    # A page may claim to be a kilometre long or nothing at all.
    scale = longest / max(width, height, 1)
    return page.render(scale=scale).to_pil().convert("RGB")


def _words(pdf: Any, order: dict) -> dict:
    patterns = [(word, _spaced(word)) for word in order["words"]]
    patterns += [("", re.compile(number, re.IGNORECASE)) for number in order["numbers"]]
    found: list[dict] = []
    has_text = False
    for number in range(1, min(len(pdf), MOST_SEARCHED) + 1):
        page = pdf[number - 1]
        text = page.get_textpage()
        letters = _letters(text)
        has_text = has_text or bool(letters.strip())
        for word, pattern in patterns:
            for match in pattern.finditer(letters):
                start, end = match.span()
                around = letters[max(0, start - MOST_AROUND) : end + MOST_AROUND]
                found += [
                    {
                        "page": number,
                        "box": box,
                        "word": word or match[0],
                        "around": " ".join(around.split()),
                    }
                    for box in _boxes(page, text, start, end - start)
                ]
                if len(found) >= MOST_FOUND:
                    return {"found": found[:MOST_FOUND], "has_text": True, "is_cut": True}
        text.close()
        page.close()
    return {"found": found, "has_text": has_text, "is_cut": len(pdf) > MOST_SEARCHED}


def _letters(text: Any) -> str:
    """A page's letters, one for each place PDFium counts, in their plainest form.

    Some programs write 方 as the radical ⽅ or digits as wide ones.
    """
    from pypdfium2 import raw

    return "".join(
        _plain(chr(raw.FPDFText_GetUnicode(text, place) or 32))
        for place in range(text.count_chars())
    )


def _plain(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


def _spaced(word: str) -> re.Pattern[str]:
    """Finds the word also where a name of two characters is set apart (张　伟), or a line ends."""
    return re.compile(r"\s*".join(re.escape(_plain(letter)) for letter in word), re.IGNORECASE)


def _boxes(page: Any, text: Any, start: int, length: int) -> list[list[float]]:
    """One box for each line the word stands on, a little larger than the letters."""
    boxes = []
    for number in range(text.count_rects(start, length)):
        left, bottom, right, top = text.get_rect(number)
        corners = [_shown(page, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _y in corners], [y for _x, y in corners]
        margin = min(max(ys) - min(ys), max(xs) - min(xs)) * 0.15
        x, y = max(0.0, min(xs) - margin), max(0.0, min(ys) - margin)
        wide = min(100.0, max(xs) + margin) - x
        high = min(100.0, max(ys) + margin) - y
        boxes.append([round(value, 2) for value in (x, y, wide, high)])
    return [box for box in boxes if box[2] > 0 and box[3] > 0]


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own measure in percent of the page as shown, turned and cropped."""
    from pypdfium2 import raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, 100_000, 100_000, 0, x, y, across, down)
    return across.value / 1000, down.value / 1000


def _copy(pdf: Any, order: dict) -> dict:
    """A new PDF of nothing but pictures of the pages, black where a box lies."""
    import pypdfium2
    from PIL import ImageDraw

    new = pypdfium2.PdfDocument.new()
    for number in range(1, len(pdf) + 1):
        page = pdf[number - 1]
        width, height = page.get_size()
        picture = _drawn(page, order["longest"])
        page.close()
        pen = ImageDraw.Draw(picture)
        for at, *box in order["boxes"]:
            if at == number:
                pen.rectangle(pixels(box, picture.size), fill="black")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80, optimize=True)
        out.seek(0)
        image = pypdfium2.PdfImage.new(new)
        image.load_jpeg(out, inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = new.new_page(width, height)
        sheet.insert_obj(image)
        sheet.gen_content()
        sheet.close()
    new.save(Path(order["out"]) / "copy.pdf")
    return {"pages": len(pdf)}


def pixels(box: list[float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box in percent as corners in pixels, rounded outwards: no edge of a letter is left."""
    x, y, wide, high = box
    width, height = size
    return (
        int(x * width / 100),
        int(y * height / 100),
        min(width, -int(-(x + wide) * width // 100)),
        min(height, -int(-(y + high) * height // 100)),
    )


if __name__ == "__main__":
    sys.exit(main())
