import re
from urllib.parse import unquote

import pytest

from lianxin.foundation.files.naming import LONGEST_BYTES, clean_file_name, content_disposition

PDF = ("pdf",)
HEADER = (
    r'(inline|attachment); filename="([A-Za-z0-9._-]+)"; '
    r"filename\*=UTF-8''([!#$&+.^_`|~%A-Za-z0-9-]+)"
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("关于道路照明的建议.pdf", "关于道路照明的建议.pdf"),
        ("𠮷家村 附件（二）.PDF", "𠮷家村 附件（二）.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\王\\合同.pdf", "合同.pdf"),
        ("合同.pdf.exe", "合同.pdf"),
        ("合同\u202efdp.exe", "合同fdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("第1.2节", "第1.2节.pdf"),
        ("...", "附件.pdf"),
        ("", "附件.pdf"),
        ("con.pdf", "_con.pdf"),
    ],
)
def test_names_keep_their_chinese_and_lose_their_tricks(typed, kept):
    assert clean_file_name(typed, PDF) == kept


def test_an_overlong_name_keeps_its_ending():
    kept = clean_file_name("很" * 500 + ".pdf", PDF)

    assert len(kept.encode()) <= LONGEST_BYTES
    assert kept.endswith("很.pdf")


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("contract.pdf", "contract.pdf", "contract.pdf"),
        ("关于道路照明的建议.pdf", "file.pdf", "关于道路照明的建议.pdf"),
        ("附件 2 (final).docx", "2_final.docx", "附件 2 (final).docx"),
        ('他说"好".txt', "file.txt", "他说_好_.txt"),
        ("it's 100%.txt", "it_s_100.txt", "it's 100%.txt"),
        ("a;b,c=d.txt", "a_b_c_d.txt", "a;b,c=d.txt"),
        ("a\r\nSet-Cookie: x=1.pdf", "a_Set-Cookie_x_1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("现场🌉照片.jpg", "file.jpg", "现场🌉照片.jpg"),
        ("𠮷家村.pdf", "file.pdf", "𠮷家村.pdf"),
        ("../../etc/passwd", "passwd.bin", "passwd.bin"),
        ("\u202egpj.png", "gpj.png", "gpj.png"),
        ("é\u0301tude.pdf", "tude.pdf", "é\u0301tude.pdf"),
        ("", "file.bin", "附件.bin"),
        ("很" * 300 + ".pdf", "file.pdf", "很" * 78 + ".pdf"),
        ("𠮷" * 200 + ".pdf", "file.pdf", "𠮷" * 59 + ".pdf"),
        ("x" * 400 + ".xlsx", "x" * 115 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
@pytest.mark.parametrize("is_shown", [True, False])
def test_a_download_keeps_its_name_in_new_browsers_and_some_name_in_old(
    name, plain, whole, is_shown
):
    header = content_disposition(name, is_shown=is_shown)

    header.encode("ascii")
    found = re.fullmatch(HEADER, header)
    assert found
    assert found[1] == ("inline" if is_shown else "attachment")
    assert (found[2], unquote(found[3])) == (plain, whole)
    assert len(whole.encode()) <= 255
