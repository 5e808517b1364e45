"""Every address, every role, every method: what it answers must be what the table says.

The table is `tests/data/permission_matrix.csv`. An address that is not in it fails the
suite: whoever adds a page states who may open it, by running

    python -m tests.permission_matrix

reading every new line of the table, and committing it.
"""

import pytest

from tests.permission_matrix import (
    METHODS,
    ROLES,
    Visitor,
    addresses,
    cast_and_world,
    read_table,
)

pytestmark = pytest.mark.django_db

# Who may do what is decided in Python: these three open nearly every page there is, and
# so show its queries to the second database; the others are asked once.
ON_BOTH_DATABASES = {"county_clerk", "deputy", "office_handler"}


def test_every_address_is_in_the_table_and_the_table_names_no_other():
    stated = {(row["address"], row["method"]) for row in read_table()}
    found = {(address.name, method) for address in addresses() for method in METHODS}

    missing = sorted(found - stated)
    assert not missing, f"say who may open these (see this file's first lines): {missing}"
    assert not stated - found


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=[] if role in ON_BOTH_DATABASES else pytest.mark.once)
        for role in ROLES
    ],
)
def test_every_address_answers_a_role_as_the_table_says(role):
    cast, world = cast_and_world()
    visitor = Visitor(cast[role])
    stated = {(row["address"], row["method"]): row[role] for row in read_table()}

    wrong = []
    for address in addresses():
        for method in METHODS:
            answer = visitor.ask(address, method, world)
            if answer != stated[address.name, method]:
                wrong.append(
                    f"{method} {address.name}: {answer}, not {stated[address.name, method]}"
                )

    assert not wrong, "\n".join(wrong)
