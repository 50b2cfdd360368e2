"""The examples of the pages are the tests of the rules."""

from __future__ import annotations

from pathlib import Path

import acme_ctlint
import pytest
import yaml

from ctlint import expectations, plugins
from ctlint.api import lint_text
from ctlint.settings import Settings

plugins.use(["acme"])
PAGES = [yaml.safe_load(path.read_text()) for path in Path(acme_ctlint.__file__).parent.glob("pages/*.yaml")]
CASES = [(page["id"], side, each[side]) for page in PAGES for each in page["examples"] for side in ("bad", "good")]


@pytest.mark.parametrize(("rule", "side", "text"), CASES)
def test_example(rule: str, side: str, text: str) -> None:
    wanted = expectations.expected(text, [])
    found = lint_text(text, "selectors.yaml", Settings(select=(rule,))).diagnostics
    assert expectations.matches(found, wanted) == wanted
    assert bool(wanted) is (side == "bad")
