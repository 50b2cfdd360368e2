"""The examples of docs/semantics.md: each table of events against the algebra and `match`, each output as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ctlint import inventory
from ctlint.candidates import Candidate
from ctlint.cli import main
from ctlint.model import AdvancedEventSelector, Options, Trail
from ctlint.semantics import compile
from ctlint.semantics.matching.matcher import Matcher

DOCUMENT = Path(__file__).parent.parent / "docs" / "semantics.md"
ANSWERS = {"yes": True, "no": False, "maybe": None}
VERDICTS = (False, None, True)
"""The verdicts of `match`, by number."""
ARN, TYPE = "resources.ARN", "resources.type"


class Example(NamedTuple):
    """A selector file, with what the document says of it: events (columns with their values), and outputs."""

    line: int
    text: str
    tables: list[list[list[str]]]
    outputs: list[tuple[str, str]]

    @property
    def name(self) -> str:
        return "template.yaml" if "\nResources:" in self.text else "selectors.yaml"


def examples() -> Iterator[Example]:
    """Yield each selector file of the document with the tables and outputs that follow it in its section."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for section in re.finditer(r"^## .*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE):
        blocks = list(re.finditer(r"```yaml\n(.*?)```", section[0], re.DOTALL))
        for at, block in enumerate(blocks):
            end = blocks[at + 1].start() if at + 1 < len(blocks) else len(section[0])
            rest = section[0][block.end() : end]
            line = text.count("\n", 0, section.start() + block.start()) + 1
            outputs = re.findall(r"```console\n\$ ctlint (.*?)\n(.*?)```", rest, re.DOTALL)
            yield Example(line, block[1], list(tables(rest)), outputs)


def tables(text: str) -> Iterator[list[list[str]]]:
    """Yield tables of events: the header, and a row for each event."""
    for found in re.finditer(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in found[0].splitlines()]
        if rows[0][-1] == "recorded":
            yield [rows[0], *rows[2:]]


EXAMPLES = {f"line {each.line}": each for each in examples()}


def trail_of(example: Example) -> Trail:
    candidate = Candidate(example.name, example.text.encode(), named=True)
    (found,) = inventory.read([candidate], Options()).trails
    return found


def events(example: Example) -> Iterator[tuple[dict[str, str], list[dict[str, str]], str]]:
    """Yield the fields and the resources of each event of the tables, and whether it is recorded.

    Category and type that a table does not tell are those of the first selector.
    """
    selectors = trail_of(example).advanced_event_selectors
    first = selectors.items[0] if selectors else None
    known = {
        name: value
        for name in ("eventCategory", TYPE)
        for value in [first.only_value(name) if isinstance(first, AdvancedEventSelector) else None]
        if value is not None
    }
    for table in example.tables:
        names = table[0][:-1]
        for *cells, answer in table[1:]:
            held = [
                (name, cell.strip("`")) for name, cell in zip(names, cells, strict=True) if cell not in ("", "missing")
            ]
            told = {**known, **dict(held)}
            kind = {TYPE: told[TYPE]} if TYPE in told else {}
            arns = [value for name, value in held if name == ARN]
            fields = {name: value for name, value in told.items() if not name.startswith("resources.")}
            resources = [{**kind, ARN: value} for value in arns] or ([kind] if kind else [])
            yield fields, resources, re.split(r"\W", answer)[0]


def test_the_document_has_examples() -> None:
    assert len(EXAMPLES) == 8
    assert sum(len(list(events(each))) for each in EXAMPLES.values()) == 27
    assert sum(len(each.outputs) for each in EXAMPLES.values()) == 4


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_algebra_gives_the_answers(name: str) -> None:
    recorded = compile.trail_events(trail_of(EXAMPLES[name]))
    for fields, resources, answer in events(EXAMPLES[name]):
        found = {recorded.accepts({**fields, **each}) for each in resources or [{}]}
        assert (True if True in found else None if None in found else False) is ANSWERS[answer], (fields, resources)


@pytest.mark.parametrize("name", EXAMPLES)
def test_match_gives_the_answers(name: str) -> None:
    matcher = Matcher([trail_of(EXAMPLES[name])])
    for fields, resources, answer in events(EXAMPLES[name]):
        values = tuple(fields.get(field) for field in matcher.fields)
        found = matcher.match(values, tuple((each.get(TYPE), each.get(ARN)) for each in resources))
        assert VERDICTS[found.trails[0].recorded] is ANSWERS[answer], (fields, resources)


@pytest.mark.parametrize("name", [name for name, each in EXAMPLES.items() if each.outputs])
def test_the_outputs_are_as_printed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    example = EXAMPLES[name]
    (tmp_path / example.name).write_text(example.text, encoding="utf-8")
    for command, output in example.outputs:
        assert main([*command.split(), "--color", "never"]) == 0
        assert capsys.readouterr().out == output
