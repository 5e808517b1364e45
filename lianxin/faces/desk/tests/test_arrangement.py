"""Where a part of the desk stands: a row of its own, a card beside others, or a way in."""

from lianxin.faces.desk.duties import Count, Desk, Part


def part(title, *numbers, links=()):
    counts = [Count(f"{title}{place}", number, "/") for place, number in enumerate(numbers)]
    return Part(title, counts=counts, links=list(links))


def test_much_has_a_row_little_a_card_and_nothing_a_way_in():
    much, little = part("建议", 1, 2, 3, 4), part("信访", 1, 0, 0, 0)
    nothing = part("报表", 0, 0, links=[("报表", "/returns/")])

    desk = Desk([much, little, nothing, part("家站点")])

    assert desk.wide == [much]
    assert desk.narrow == [little]
    assert desk.doors == [("报表", "/returns/")]


def test_a_way_in_of_two_roles_stands_once():
    twice = [part(place, links=[("报表", "/returns/")]) for place in ("县", "乡")]

    assert Desk(twice).doors == [("报表", "/returns/")]
