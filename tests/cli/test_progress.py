"""A line on a terminal that tells how far a long run is, and is gone when the run ends."""

from __future__ import annotations

import io
import sys
import threading
from pathlib import Path

import pytest

from ctlint.commands import progress
from ctlint.commands.progress import Progress
from ctlint.source import Source
from tests.cli.runner import Runner


class Terminal(io.StringIO):
    """A terminal that remembers what was written, and tells when something was."""

    def __init__(self) -> None:
        super().__init__()
        self.was_written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        self.was_written.set()
        return written

    def shown(self) -> str:
        """Return what stands in the line in the end."""
        cells: list[str] = []
        for part in self.getvalue().split("\r"):
            cells[: len(part)] = part
        return "".join(cells).rstrip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def watch(progress: Progress, terminal: Terminal) -> None:
    with progress:
        assert terminal.was_written.wait(10)


def test_a_long_run_is_shown_and_erased(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "monotonic", lambda: 7.5)
    shown = Progress(terminal, True)
    watch(shown, terminal)
    assert terminal.getvalue().startswith("\r\rctlint: looking for files, 0 s")
    assert terminal.shown() == ""

    other = Terminal()
    shown = Progress(other, True)
    shown.begin, shown.total = 0.0, 1200
    shown.step("a.yaml")
    watch(shown, other)
    assert other.getvalue().startswith("\r\rctlint: reading 1 of 1200 files, 7 s")
    assert other.shown() == ""


def test_a_shorter_line_covers_a_longer_one(terminal: Terminal) -> None:
    length = progress._write(terminal, "ctlint: 10 of 10 files", 0)
    progress._write(terminal, "short", length)
    assert terminal.shown() == "short"


def test_a_short_run_is_silent(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 1_000_000)
    with Progress(terminal, True):
        pass
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("reason", ["no terminal", "not wanted", "dumb", "closed"])
def test_silence(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb" if reason == "dumb" else "xterm")
    stream = io.StringIO() if reason == "no terminal" else Terminal()
    assert Progress(None if reason == "closed" else stream, reason != "not wanted").stream is None


def test_a_terminal_that_is_gone_does_not_matter(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    asked = threading.Event()

    def fail(text: str) -> int:
        asked.set()
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(terminal, "write", fail)
    with Progress(terminal, True):
        assert asked.wait(10)


@pytest.mark.usefixtures("files")
def test_a_run_counts_its_files(terminal: Terminal, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", 0)
    decode = Source.decode

    def wait_and_decode(path: str, data: bytes) -> Source:
        terminal.was_written.clear()
        assert terminal.was_written.wait(10)
        return decode(path, data)

    monkeypatch.setattr(Source, "decode", wait_and_decode)
    assert run("error.json", "clean.json").code == 1
    assert "ctlint: reading 1 of 2 files, " in terminal.getvalue()
    assert "ctlint: checking 2 files, " in terminal.getvalue()
    assert terminal.shown() == ""


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("arguments", [("--quiet", "error.json"), ("-",)])
def test_a_quiet_run_and_one_that_waits_for_input_show_nothing(
    arguments: tuple[str, ...], terminal: Terminal, run: Runner, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", 0)
    with (folder / "error.json").open() as given:
        monkeypatch.setattr(sys, "stdin", given)
        assert run(*arguments).code == 1
    assert terminal.getvalue() == ""
