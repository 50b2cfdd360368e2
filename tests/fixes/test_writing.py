"""Files are replaced whole or not at all, and stay what they were: mode, link, and what somebody else has written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ctlint.fixes.writing import Refused, write


def test_the_mode_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "selectors.sh"
    path.write_bytes(b"old")
    path.chmod(0o751)
    write(str(path), b"old", b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o751)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real" / "selectors.json", tmp_path / "link.json"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(str(link), b"old", b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert [each.name for each in target.parent.iterdir()] == ["selectors.json"]


def test_what_was_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "selectors.json"
    path.write_bytes(b"newer")
    with pytest.raises(Refused, match=r"^was changed by somebody else meanwhile$"):
        write(str(path), b"old", b"new")
    assert path.read_bytes() == b"newer"
    assert [each.name for each in tmp_path.iterdir()] == ["selectors.json"]


@pytest.mark.parametrize("mode", [0o444, 0o000])
def test_a_file_that_is_read_only_stays(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "selectors.json"
    path.write_bytes(b"old")
    path.chmod(mode)
    with pytest.raises(Refused, match=r"^is read-only$"):
        write(str(path), b"old", b"new")
    path.chmod(0o644)
    assert path.read_bytes() == b"old"


def test_a_file_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^no such file or directory$"):
        write(str(tmp_path / "selectors.json"), b"old", b"new")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    with pytest.raises(Refused, match=r"^is no regular file$"):
        write(str(path), b"old", b"new")


def test_what_is_interrupted_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "selectors.json"
    path.write_bytes(b"old")

    def interrupted(source: str, target: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(str(path), b"old", b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("selectors.json", b"old")]


def test_a_full_disk_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "selectors.json"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Refused, match=r"^no space left on device$"):
        write(str(path), b"old", b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("selectors.json", b"old")]
