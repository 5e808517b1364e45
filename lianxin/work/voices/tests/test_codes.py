"""Query codes: nobody guesses them, nobody reads them out of the database."""

from lianxin.work.voices import codes


def test_a_code_is_three_groups_of_four_that_nobody_misreads():
    code = codes.new_code()
    assert [len(part) for part in code.split("-")] == [4, 4, 4]
    assert not set("01IOL") & set(codes.ALPHABET)
    assert len({codes.new_code() for _number in range(2000)}) == 2000


def test_a_code_is_read_as_people_type_it():
    code = codes.new_code()
    plain = code.replace("-", "")
    wide = "".join(chr(ord(one) + 0xFEE0) for one in plain)
    for typed in (
        code,
        plain.lower(),
        f" {code.replace('-', ' ')} ",
        wide,
        plain[:5] + "—" + plain[5:],
    ):
        assert codes.typed(typed) == plain
    for nonsense in ("", "1" * 12, plain[:-1], plain + "2", "😀" * 12, "A" * 5000):
        assert codes.typed(nonsense) == ""
        assert codes.digests(nonsense) == []


def test_the_digest_needs_the_installations_key(settings):
    code = codes.new_code()
    kept = codes.digest(code)
    assert len(kept) == 64
    assert codes.is_same(code, kept)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key"
    assert not codes.is_same(code, kept)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert codes.is_same(code, kept)


def test_the_same_post_has_the_same_code_and_a_short_key_none():
    key = "b" * 32
    assert codes.new_code(key) == codes.new_code(key)
    assert codes.new_code("short") != codes.new_code("short")
