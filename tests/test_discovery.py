"""Which files are read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from threading import Timer

import pytest

from ctlint import discovery
from ctlint.candidates import Failure, is_relevant, reason
from ctlint.discovery import is_excluded, search

RELEVANT = '{"EventSelectors": []}'
IRRELEVANT = '{"Statement": []}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder that lies in no git work tree, whatever lies above it."""
    top = tmp_path / "top"
    top.mkdir()
    monkeypatch.chdir(top)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in discovery.HOOK_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    real = discovery.root_of_work_tree
    monkeypatch.setattr(
        discovery,
        "root_of_work_tree",
        lambda path: root if (root := real(path)) and root.startswith(str(top)) else None,
    )
    return top


def write(*names: str, text: str = RELEVANT) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def candidates(*paths: str, exclude: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
    return [(each.path, each.named) for each in search(paths or (".",), exclude).candidates]


def failures(*paths: str) -> list[tuple[str, str, bool]]:
    return [(each.path, each.reason, each.named) for each in search(paths).failures]


def git(*arguments: str, folder: str = ".") -> None:
    command = ["git", "-c", "user.name=n", "-c", "user.email=e@example.com", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_a_folder_is_walked_for_fitting_names() -> None:
    write("b.json", "a.yaml", "sub/c.template", "sub/deep/d.SH", "e.py", "f", ".hidden/g.json")
    names = [".hidden/g.json", "a.yaml", "b.json", "sub/c.template", "sub/deep/d.SH"]
    assert candidates() == [(name, False) for name in names]


@pytest.mark.parametrize("name", sorted(discovery.SKIPPED_FOLDERS))
def test_folders_that_hold_other_peoples_files_are_skipped(name: str) -> None:
    write(f"{name}/a.json", f"sub/{name}/a.json", "cdk.out/a.json")
    assert candidates() == [("cdk.out/a.json", False)]


def test_a_named_file_is_read_whatever_its_name() -> None:
    write("a.conf", "node_modules/b.json")
    assert candidates("a.conf", "node_modules/b.json") == [("a.conf", True), ("node_modules/b.json", True)]


def test_each_file_is_read_once() -> None:
    write("sub/a.json", "sub/b.json")
    assert candidates("sub", "./sub", "sub/./a.json", "sub/a.json") == [("sub/b.json", False), ("sub/./a.json", True)]


def test_paths_that_lead_to_one_file_are_one(folder: Path) -> None:
    write("a.json", "b.json")
    os.symlink("a.json", "link.json")
    assert candidates("a.json", "./a.json", f"{folder}/a.json", "link.json") == [("a.json", True)]
    assert candidates(str(folder), "a.json", "link.json") == [
        (f"{folder}/b.json", False),
        (f"{folder}/link.json", False),
        ("a.json", True),
    ]


def test_what_is_irrelevant_is_dismissed() -> None:
    write("a.json", "b.json", text=IRRELEVANT)
    found = search(["b.json", "."])
    assert (found.candidates, found.dismissed) == ([], [("b.json", True), ("a.json", False)])


def test_what_cannot_be_read_is_told_and_the_rest_is_read() -> None:
    write("a.json")
    os.symlink("loop.json", "loop.json")
    os.symlink("nowhere.json", "dangling.json")
    assert failures("missing.json", "loop.json", "dangling.json", "a.json", "a.json/b.json") == [
        ("missing.json", "no such file or folder", True),
        ("loop.json", "too many levels of symbolic links", True),
        ("dangling.json", "no such file or directory", True),
        ("a.json/b.json", "no such file or folder", True),
    ]
    assert candidates("missing.json", "a.json") == [("a.json", True)]


def test_links_are_no_trouble_to_a_walk() -> None:
    write("real/a.json")
    os.symlink("..", "real/up")
    os.symlink("loop.json", "loop.json")
    os.symlink("nowhere.json", "dangling.json")
    os.symlink("real/a.json", "link.json")
    assert candidates() == [("link.json", False), ("real/a.json", False)]
    assert failures(".") == []


def test_a_folder_that_cannot_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.json", "locked/b.json")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert failures(".") == [("locked", "permission denied", False)]
    assert failures("locked") == [("locked", "permission denied", True)]
    assert candidates() == [("a.json", False)]


def test_a_folder_called_like_a_file_is_walked() -> None:
    write("x.json/a.json")
    assert candidates("x.json") == [("x.json/a.json", False)]
    assert candidates() == [("x.json/a.json", False)]


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.candidates.MAX_BYTES", 5 << 20)
    write("big.json")
    os.truncate("big.json", (5 << 20) + 1)
    assert failures("big.json") == [("big.json", "is larger than 5 MB", True)]
    os.truncate("big.json", 5 << 20)
    assert candidates("big.json") == [("big.json", True)]


def test_a_pipe_can_be_read(folder: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, RELEVANT.encode())
    os.close(write_end)
    assert candidates(f"/dev/fd/{read_end}") == [(f"/dev/fd/{read_end}", True)]
    os.close(read_end)


def test_a_pipe_without_a_writer_is_no_reason_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.candidates.PATIENCE", 0.0)
    os.mkfifo("a.json")
    assert failures("a.json") == [("a.json", "a pipe that nothing was written to", True)]
    assert candidates(".") == []


def test_a_slow_writer_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctlint.candidates.PATIENCE", 0.0)
    read_end, write_end = os.pipe()
    command = ["sh", "-c", f"read line; printf '%s' '{RELEVANT}'"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=write_end) as writer:
        os.close(write_end)
        assert writer.stdin is not None
        Timer(0.1, writer.stdin.close).start()
        assert candidates(f"/dev/fd/{read_end}") == [(f"/dev/fd/{read_end}", True)]
    os.close(read_end)


@pytest.mark.skipif(not os.access("/proc/kmsg", os.R_OK), reason="needs /proc/kmsg")
def test_a_file_that_makes_its_reader_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("select.select", lambda *_: ([], [], []))
    assert failures("/proc/kmsg") == [("/proc/kmsg", "nothing can be read from it", True)]


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        (b"", False),
        (b"{}", False),
        (b'{"EventSelectors": []}', True),
        (b"AWS::CLOUDTRAIL::TRAIL", True),
        ("eventSelectors: []".encode("utf-16"), True),
        ("eventSelectors: []".encode("utf-16-le"), True),
        ("eventSelectors: []".encode("utf-32"), True),
        ("# Übersicht\neventSelectors: []".encode("utf-16-le"), True),
        ("設定\neventSelectors: []".encode("utf-16-be"), True),
        (b"\xff\xfe\x00", False),
        (b"\x00\x00\x00\x00CloudTrail", True),
    ],
)
def test_bytes_tell_whether_a_file_is_relevant(text: bytes, relevant: bool) -> None:
    assert is_relevant(text) is relevant


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("a.json", "a.json", True),
        ("a.json", "sub/a.json", True),
        ("sub", "sub/deep/a.json", True),
        ("sub/", "top/sub/a.json", True),
        ("./sub/a.json", "sub/a.json", True),
        ("deep/*.json", "sub/deep/a.json", True),
        ("*.yaml", "sub/a.yaml", True),
        ("test*", "sub/tests/a.json", True),
        ("sub", "subway/a.json", False),
        ("a.json", "aXjson", False),
        ("deep/*.json", "sub/deep/a.yaml", False),
    ],
)
def test_exclude(pattern: str, path: str, excluded: bool) -> None:
    assert is_excluded(path, (pattern,)) is excluded


def test_a_named_file_is_not_excluded() -> None:
    write("a.json", "b.json")
    assert candidates("a.json", ".", exclude=("*.json",)) == [("a.json", True)]


def test_git_ignores_are_honoured() -> None:
    git("init", "-q")
    write(".gitignore", "sub/.gitignore", text="ignored*\n")
    write(
        "tracked.json", "untracked.json", "ignored.json", "sub/ignored/a.json", "sub/é \n.json", "node_modules/a.json"
    )
    git("add", "tracked.json")
    names = ["sub/é \n.json", "tracked.json", "untracked.json"]
    assert candidates() == [(name, False) for name in names]
    assert candidates("sub") == [("sub/é \n.json", False)]


def test_a_tracked_file_that_was_deleted_is_no_failure() -> None:
    git("init", "-q")
    write("a.json", "b.json")
    git("add", ".")
    os.unlink("a.json")
    assert candidates() == [("b.json", False)]
    assert failures(".") == []


def test_a_folder_that_git_ignores_is_walked_if_it_is_named() -> None:
    git("init", "-q")
    write(".gitignore", text="cdk.out\n")
    write("cdk.out/a.template.json", "b.json")
    assert candidates("cdk.out") == [("cdk.out/a.template.json", False)]
    assert candidates() == [("b.json", False)]


def test_submodules_are_walked() -> None:
    git("init", "-q")
    write("sub/.gitignore", text="ignored.json\n")
    write("sub/a.json", "sub/ignored.json", "b.json")
    git("init", "-q", folder="sub")
    git("add", ".", folder="sub")
    git("commit", "-q", "-m", "x", folder="sub")
    git("add", "sub", "b.json")
    assert candidates() == [("b.json", False), ("sub/a.json", False)]


def test_a_git_hook_sees_the_repository_that_a_folder_lies_in(monkeypatch: pytest.MonkeyPatch) -> None:
    git("init", "-q")
    write(".gitignore", text="ignored*\n")
    write("a.json", "ignored.json")
    monkeypatch.setenv("GIT_DIR", "elsewhere/.git")
    monkeypatch.setenv("GIT_INDEX_FILE", "elsewhere/index")
    assert candidates() == [("a.json", False)]


def test_the_repository_cannot_start_a_program() -> None:
    git("init", "-q")
    git("config", "core.fsmonitor", "touch started")
    write("a.json")
    assert candidates() == [("a.json", False)]
    assert not os.path.exists("started")


def test_without_git_everything_is_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    git("init", "-q")
    write(".gitignore", text="ignored*\n")
    write("a.json", "ignored.json")
    monkeypatch.setenv("PATH", "/nowhere")
    assert candidates() == [("a.json", False), ("ignored.json", False)]


def test_a_failure_says_what_the_system_said() -> None:
    failure = Failure("a", reason(OSError()), named=True)
    assert (failure.path, failure.reason, failure.named) == ("a", "oserror", True)
