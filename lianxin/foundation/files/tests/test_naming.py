import pytest

from lianxin.foundation.files.naming import LONGEST_BYTES, clean_file_name

PDF = ("pdf",)


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
