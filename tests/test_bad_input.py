"""Bad input gives a finding or a clear line: never a traceback, never a hang, nothing that a terminal would obey."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from ctlint import candidates, discovery
from ctlint.api import lint_text
from ctlint.cli import main

CLEAN = '{"TrailName": "audit", "EventSelectors": [{"ReadWriteType": "All"}]}'
PATIENCE = 20
"""Seconds; each of these takes a fraction of one, and what multiplies takes minutes."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    started = time.monotonic()
    code = main(list(arguments))
    assert time.monotonic() - started < PATIENCE
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    assert "internal error" not in err
    assert all(line.isprintable() for line in (out + err).split("\n"))
    return code, out, err


def heads(report: str) -> list[str]:
    """Return place, severity and rule of each finding of a text report."""
    return re.findall(r"^(\S.*?:\d+:\d+: \w+ CT\d+)", report, re.MULTILINE)


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.sh", "a.md", "a.template", "a"])
@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\0", b"\xff\xfe", b"#!", b"---\n...\n"])
def test_a_file_that_holds_nothing(capsys: pytest.CaptureFixture[str], folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    assert lint(capsys, name) == (0, "", f"ctlint: {name}: no trail or selector found\n")


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.md", "a.sh", "a.template"])
def test_undecodable_bytes(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    (folder / name).write_bytes(b'{"EventSelectors":\n [\xff\xfe]}')
    code, out, _ = lint(capsys, name)
    assert (code, heads(out)) == (1, [f"{name}:2:3: error CT001"])


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_nul_bytes(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    (folder / name).write_bytes(b'{"EventSelectors": [\0{"ReadWriteType": "All"}]}')
    code, out, _ = lint(capsys, name)
    assert (code, heads(out)) == (1, [f"{name}:1:21: error CT001"])


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
@pytest.mark.parametrize(
    ("before", "after"),
    [("[", "]"), ('{"a":', "}"), ("[[", ""), ('{"EventSelectors": [', "]}"), ('{"Fn::If": ["a", ', "]}")],
)
def test_deep_nesting(capsys: pytest.CaptureFixture[str], folder: Path, name: str, before: str, after: str) -> None:
    text = '{"EventSelectors": ' + before * 100_000 + "1" + after * 100_000 + "}"
    (folder / name).write_text(text)
    code, out, _ = lint(capsys, name)
    assert (code, len(heads(out))) == (1, 1)
    assert f"{name}:1:" in out
    assert "CT001" in out


@pytest.mark.parametrize("text", ["- " * 100_000, "? " * 100_000, "? - " * 50_000, "&a " * 10_000, "a: " * 10_000])
def test_deep_nesting_in_block_style(capsys: pytest.CaptureFixture[str], folder: Path, text: str) -> None:
    (folder / "a.yaml").write_text(f"EventSelectors:\n  {text}\n")
    code, out, _ = lint(capsys, "a.yaml")
    assert (code, len(heads(out))) == (1, 1)


def laughs(wrap: str) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 30)]
    return "\n".join(lines) + "\n" + wrap


@pytest.mark.parametrize(
    "wrap",
    [
        "EventSelectors: *a29\n",
        "AdvancedEventSelectors:\n- FieldSelectors: *a29\n",
        "AdvancedEventSelectors:\n- FieldSelectors:\n  - {Field: eventCategory, Equals: *a29}\n",
        "Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      EventSelectors: *a29\n",
        "Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties: {EventSelectors: !Join [',', *a29]}\n",
    ],
)
def test_billion_laughs(wrap: str) -> None:
    started = time.monotonic()
    assert lint_text(laughs(wrap), "a.yaml").crashes == []
    assert time.monotonic() - started < PATIENCE


def test_merge_keys_that_multiply() -> None:
    lines = ["m0: &m0 {a: 1, b: 2}"]
    lines += [
        f"m{level}: &m{level} {{<<: [{', '.join([f'*m{level - 1}'] * 10)}], k{level}: 1}}" for level in range(1, 60)
    ]
    started = time.monotonic()
    text = "\n".join(lines) + "\nEventSelectors:\n- <<: *m59\n  ReadWriteType: All\n"
    assert lint_text(text, "a.yaml").crashes == []
    assert time.monotonic() - started < PATIENCE


def test_an_alias_within_its_own_anchor() -> None:
    result = lint_text("EventSelectors: &a\n- ReadWriteType: All\n  DataResources: *a\n", "a.yaml")
    assert result.crashes == []


@pytest.mark.parametrize(
    "unit", ["[", '"', "'", "\\", "`", "${", "#", "<<", "|\n", "\n", "{{", "$(", "/*", "\\u12", "“", "::"]
)
@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.sh", "a.md", "a.rst", "a.txt"])
def test_repeated_marks_take_no_square_time(name: str, unit: str) -> None:
    """A megabyte of what opens something; backtracking over it would take hours."""
    text = (
        "aws cloudtrail put-event-selectors --event-selectors '["
        + unit * (200_000 // len(unit))
        + "\nEventSelectors: []\n"
    )
    started = time.monotonic()
    assert lint_text(text, name).crashes == []
    assert time.monotonic() - started < PATIENCE


def test_a_hundred_megabytes(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    with open("big.json", "wb") as file:
        file.write(b'{"EventSelectors": [')
        file.truncate(100 << 20)
    (folder / "small.json").write_text(CLEAN)
    refused = f"ctlint: big.json: is larger than {candidates.MAX_BYTES >> 20} MB\n"
    assert lint(capsys, "big.json", "small.json") == (2, "1 trail in 1 file, nothing found\n", refused)
    assert lint(capsys) == (0, "1 trail in 1 file, nothing found\n", refused)


def test_a_folder_called_like_a_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "x.json").mkdir()
    assert lint(capsys, "x.json") == (0, "no trail or selector found in 0 files\n", "")


def test_a_file_that_may_not_be_read(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.json").write_text(CLEAN)

    def read(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(discovery, "read", read)
    assert lint(capsys, "a.json") == (2, "", "ctlint: a.json: permission denied\n")
    assert lint(capsys) == (0, "", "ctlint: a.json: permission denied\n")


def test_a_circle_of_links(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    os.symlink("b.json", "a.json")
    os.symlink("a.json", "b.json")
    os.symlink(".", "here")
    assert lint(capsys, "a.json") == (2, "", "ctlint: a.json: too many levels of symbolic links\n")
    assert lint(capsys) == (0, "no trail or selector found in 0 files\n", "")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("new\nline.json", "new\\nline.json"),
        ("\x1b[2J\x1b[31m.json", "\\x1b[2J\\x1b[31m.json"),
        ("\x1b]0;title\x07.json", "\\x1b]0;title\\x07.json"),
        ("::error::owned.json", "\\x3a:error::owned.json"),
        ("##[error]owned.json", "#\\x23[error]owned.json"),
        ("\u202egpj.json", "\\u202egpj.json"),
        ("bad\udcff.json", "bad\\udcff.json"),
    ],
)
def test_a_name_that_a_terminal_would_obey(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str, shown: str
) -> None:
    Path(name).write_text('{"EventSelectors": [{"ReadWriteType": "Read"}]}')
    code, out, err = lint(capsys, ".", "--verbose")
    assert (code, heads(out)) == (1, [f"{shown}:1:40: error CT123"])
    assert err == f"ctlint: {shown}: 1 trail, 1 finding\n"


def test_a_missing_name_that_a_terminal_would_obey(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(capsys, "\x1b[31m\nx") == (2, "", "ctlint: \\x1b[31m\\nx: no such file or folder\n")


HEAD = "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      IsLogging: true\n      S3BucketName: b\n"
SPLIT = "Parameters:\n  P: {Type: CommaDelimitedList, Default: '" + "a," * 20_000 + "a'}\n" + HEAD
CHOICES = "".join(f"  C{number}: !Equals [!Ref P{number}, x]\n" for number in range(60))


def chain(first: str, following: str, count: int = 40) -> str:
    """Return anchors each of which uses the one before it, twice."""
    lines = [f"a0: &a0 {first}", *(f"a{at}: &a{at} {following.replace('*', f'*a{at - 1}')}" for at in range(1, count))]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        chain("x", "!Join ['', [*, *]]") + HEAD + "      TrailName: *a39\n",
        chain("x", "!Sub ['${A}${A}', {A: *}]") + HEAD + "      TrailName: *a39\n",
        chain("!Equals [!Ref P, x]", "!And [*, !Not [*]]") + "Conditions: {C: *a39}\n" + HEAD
        + "      EventSelectors: !If [C, [], []]\n",
        "Conditions:\n" + CHOICES + chain("{ReadWriteType: All}", "!If [C@, *, *]", 60).replace("@", "1") + HEAD
        + "      EventSelectors: [*a59, *a58]\n",
        "Conditions:\n" + CHOICES + "".join(f"b{at}: &b{at} !If [C{at}, {f'*b{at - 1}' if at else '{}'}, "
                                             f"{f'*b{at - 1}' if at else '[]'}]\n" for at in range(60)) + HEAD
        + "      EventSelectors: [*b59]\n",
        "Conditions:\n  K: !And [" + ", ".join(f"!Equals [!Ref P{at}, x]" for at in range(10_000)) + "]\n" + HEAD
        + "      EventSelectors: !If [K, [{ReadWriteType: All}], [{ReadWriteType: All}]]\n",
        HEAD + "      TrailName: !Sub ['" + "".join(f"${{V{at}}}" for at in range(15_000)) + "', {"
        + ", ".join(f"V{at}: x" for at in range(15_000)) + "}]\n",
        SPLIT + "      EventSelectors:\n      - DataResources:\n        - Values:\n"
        + "".join(f"          - !Select [{at}, !Ref P]\n" for at in range(10_000)),
        HEAD + "      TrailName: !Join ['', !Split [',', '" + "x," * 200_000 + "']]\n",
        "Mappings: {M: {K: {V: !FindInMap [M, K, V]}}}\n" + HEAD + "      EventSelectors: !FindInMap [M, K, V]\n",
        HEAD + "      TrailName: !Select [" + "9" * 5_000 + ", [a]]\n",
        "- ReadWriteType: All\n" + "".join(f"  Reading{at}: All\n" for at in range(20_000)),
    ],
)  # fmt: skip
def test_what_multiplies_in_a_template_takes_no_time(text: str) -> None:
    started = time.monotonic()
    result = lint_text(text, "template.yaml")
    assert time.monotonic() - started < PATIENCE
    assert (result.crashes, result.trails) == ([], 1)


def test_an_inventory_of_ten_thousand_trails() -> None:
    trails = ", ".join(
        f'{{"TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/t{at}"}}' for at in range(10_000)
    )
    started = time.monotonic()
    assert lint_text(f'{{"trailList": [{trails}]}}', "trails.json").trails == 10_000
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize("value", ["\ufffc", "\\ufffc"])
def test_a_character_that_stands_for_gaps_elsewhere(value: str) -> None:
    for name in ("a.json", "a.yaml"):
        (found,) = lint_text(f'{{"EventSelectors": [{{"ReadWriteType": "{value}"}}]}}', name).diagnostics
        assert found.rule == "CT123"


def test_an_anchor_that_stands_twice() -> None:
    text = "a: &a {ReadWriteType: Some}\nEventSelectors:\n- *a\n- &a {ReadWriteType: All}\n- *a\n"
    found = [(each.rule, each.finding.span.text) for each in lint_text(text, "a.yaml").diagnostics]
    assert ("CT123", "Some") in found and "CT001" not in [rule for rule, _ in found]
