"""What a photographed or scanned page shows: its codes, read also when dim, blurred or askew."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, Any

import pypdfium2
import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageFilter, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter

from lianxin.foundation.files.kinds import JPEG, PDF, PNG, look
from lianxin.foundation.refusals import Refused

MOST_PAGES = 40
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2600
DOTS_PER_INCH = 170
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def kind_of_scan(upload: IO[bytes], name: str) -> Any:
    """JPEG, PNG or PDF by content. Raises Refused for anything else."""
    kind = look(upload, name)
    if kind not in (JPEG, PNG, PDF):
        raise Refused(_("扫描件应当是照片（JPG、PNG）或者 PDF。请重新扫描或者另存后再上传。"))
    return kind


def pages_of(upload: IO[bytes], name: str) -> Iterator[Image.Image]:
    """Each page as a picture, one at a time; a photo is one page, turned as it was held.

    Raises Refused for a damaged or locked file, too many pages or too large a picture.
    """
    upload.seek(0)
    if kind_of_scan(upload, name) is PDF:
        yield from _pages_of_pdf(upload.read())
    else:
        yield _picture(upload)
    upload.seek(0)


def _picture(upload: IO[bytes]) -> Image.Image:
    try:
        picture = Image.open(upload)
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(_("这张照片的像素过大。请用普通清晰度重新拍照或者扫描。"))
        # Read at a size near the one needed: a large photo costs a quarter of the time.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        turned = ImageOps.exif_transpose(picture) or picture
        turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return turned.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise Refused(_("这张图片已损坏，打不开。请重新拍照或者扫描。")) from error


def _pages_of_pdf(content: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(_("这个 PDF 加了打开密码。请去掉密码后再上传。")) from error
        raise Refused(_("这个 PDF 已损坏，打不开。请重新扫描后再上传。")) from error
    try:
        if len(document) > MOST_PAGES:
            raise Refused(
                _("这个 PDF 有 %(pages)s 页，一次最多 %(most)s 页。请分成几个文件上传。")
                % {"pages": len(document), "most": MOST_PAGES}
            )
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(width, height, 1))
            picture = page.render(scale=scale, grayscale=True).to_pil()
            page.close()
            yield picture
    finally:
        document.close()


def codes_on(picture: Image.Image) -> list[str]:
    """Texts of all QR codes on a page, each once.

    A page that seems to have none is looked at again in even light, sharpened,
    smaller and larger: what a telephone makes of a desk at night.
    """
    for seen in _ways_of_looking(picture.convert("L")):
        found = zxingcpp.read_barcodes(seen, formats=_QR)
        texts = [one.text for one in found if one.valid and one.text]
        if texts:
            return list(dict.fromkeys(texts))
    return []


def _ways_of_looking(picture: Image.Image) -> Iterator[Image.Image]:
    """The page as it is, then with its light made even, sharpened, smaller and larger."""
    yield picture
    even = _in_even_light(picture)
    yield even
    soft = even.filter(ImageFilter.GaussianBlur(1))
    yield soft.filter(ImageFilter.UnsharpMask(radius=4, percent=400, threshold=0))
    yield even.resize((max(even.width // 2, 1), max(even.height // 2, 1)))
    yield even.resize((even.width * 2, even.height * 2), Image.Resampling.BICUBIC)
    yield even.filter(ImageFilter.MedianFilter(5))


def _in_even_light(picture: Image.Image) -> Image.Image:
    """Without the shadow that lies over it: each spot against the paper around it."""
    small = picture.resize((max(picture.width // 4, 1), max(picture.height // 4, 1)))
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6))
    paper = paper.resize(picture.size, Image.Resampling.BICUBIC)
    return ImageOps.autocontrast(ImageChops.subtract(picture, paper, offset=255), cutoff=1)


def cut(content: bytes, first: int, last: int) -> bytes:
    """Pages `first` to `last` of a PDF, counted from 1, as a PDF of their own."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(content)).pages[first - 1 : last]:
        writer.add_page(page)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def groups(readings: Sequence[Any], begins_form: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last page of each form in what was scanned together.

    readings: what each page names, None for nothing; begins_form: whether a page
    names something at all. A page that names nothing belongs to the form before
    it, and so does one that names the same again.
    """
    found: list[tuple[int, int]] = []
    current = None
    for number, (reading, begins) in enumerate(zip(readings, begins_form, strict=True), start=1):
        if found and (not begins or reading == current):
            found[-1] = (found[-1][0], number)
            continue
        found.append((number, number))
        current = reading
    return found
