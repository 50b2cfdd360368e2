"""Which hosts have something appended."""

from __future__ import annotations

import pytest

from ctlint.knowledge.hosts import find_mangled
from ctlint.text import GAP


def test_a_long_chain_of_hosts_is_no_host() -> None:
    assert list(find_mangled("a.amazonaws.com." * 50_000)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kms.amazonaws.com", []),
        ("kms.amazonaws.com.cn", []),
        ("kms.amazonaws.com.", []),
        ("Use kms.amazonaws.com. Then go on.", []),
        ("amazonaws.com.example.org", []),
        ("notamazonaws.com.example.org", []),
        (f"kms.amazonaws.com.{GAP}", []),
        (f"kms.amazonaws.com.c{GAP}", []),
        ("kms.amazonaws.com.rproxy.example.com", [("kms.amazonaws.com.rproxy.example.com", "kms.amazonaws.com")]),
        ("kms.amazonaws.com.cn.example.com", [("kms.amazonaws.com.cn.example.com", "kms.amazonaws.com.cn")]),
        ("kms.amazonaws.com.cnx", [("kms.amazonaws.com.cnx", "kms.amazonaws.com")]),
        ("at s3.eu-west-1.amazonaws.com.p.x, and", [("s3.eu-west-1.amazonaws.com.p.x", "s3.eu-west-1.amazonaws.com")]),
        ("role/a.amazonaws.com.p/b.amazonaws.com.p", [("a.amazonaws.com.p", "a.amazonaws.com"), ("b.amazonaws.com.p", "b.amazonaws.com")]),
    ],
)  # fmt: skip
def test_find_mangled(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[host.start : host.end], host.meant) for host in find_mangled(text)] == found
