"""Prices: of a date, with sources, and none where no source settles it."""

from __future__ import annotations

import re

import pytest

from ctlint import knowledge


@pytest.mark.parametrize(
    ("name", "dollars"),
    [
        ("management-copy", "2.00"),
        ("data-event", "0.10"),
        ("network-activity-event", None),
        ("management-insight", "0.35"),
        ("data-insight", None),
    ],
)
def test_prices(name: str, dollars: str | None) -> None:
    assert knowledge.price(name, {}) == dollars
    assert knowledge.price(name, {name: "1.50"}) == "1.50"
    assert knowledge.price(name, {"another": "1.50"}) == dollars


def test_the_table_tells_its_date_and_sources() -> None:
    content = knowledge.table("prices")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", content["date"])
    assert all(source.startswith("https://") for source in content["sources"])
    with pytest.raises(KeyError):
        knowledge.price("free-lunch", {})
