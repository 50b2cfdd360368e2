"""Hosts of AWS services, and what networks append to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ctlint.text import GAP

# A proxy that rewrites hosts leaves its own domain behind AWS's. `.cn` ends the hosts of AWS in China
# (https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html, 2026-11-20).
# A DNS name has at most 253 characters (https://www.rfc-editor.org/rfc/rfc1035, 2.3.4, without the root's label).
HOST = re.compile(
    rf"(?<![\w.-])([\w.-]{{0,253}}\.amazonaws\.com(?:\.cn(?=\.[\w-]))?)(\.[\w.-]{{0,253}}[\w-])(?![\w.{GAP}-])"
)


class MangledHost(NamedTuple):
    """A host at [start, end) of a text, and what AWS calls it."""

    start: int
    end: int
    meant: str


def find_mangled(text: str) -> Iterator[MangledHost]:
    """Yield the AWS hosts in a text that have something appended."""
    if "amazonaws.com." not in text:
        return
    for match in HOST.finditer(text):
        if match[2] != ".cn":
            yield MangledHost(match.start(), match.end(), match[1])
