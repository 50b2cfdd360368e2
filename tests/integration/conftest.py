"""Tests with the programs that run ctlint, which are fetched for them: `make test-integrations`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("pre-commit==4.7.0", "zizmor==1.32.0")
"""Of these versions: a newer zizmor may ask for something new on any day."""
SWITCH = "CTLINT_TEST_INTEGRATIONS"
NO_INDEX = ("NewConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError", "ENOTFOUND", "ETIMEDOUT")


@pytest.fixture(autouse=True, scope="session")
def wanted() -> None:
    if not os.environ.get(SWITCH):
        pytest.skip(f"fetches packages and takes a minute; `make test-integrations` sets {SWITCH}=1")


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder `cwd`, with `env` added to the environment."""
    folder = options.pop("cwd", None)
    added = options.pop("env", {})
    assert not options
    assert folder is None or isinstance(folder, Path)
    assert isinstance(added, dict)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_"))}
    return subprocess.run(
        [str(part) for part in command], cwd=folder, env={**environment, **added}, capture_output=True, text=True,
        check=False, timeout=540,
    )  # fmt: skip


def fetched(done: subprocess.CompletedProcess[str]) -> None:
    """Skip where a package could not be fetched because there is no network; fail for every other reason."""
    if done.returncode and any(word in done.stdout + done.stderr for word in NO_INDEX):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of pre-commit's and zizmor's commands."""
    folder = tmp_path_factory.mktemp("tools")
    fetched(run(sys.executable, "-m", "venv", folder))
    fetched(run(folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS))
    return folder / "bin"


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with one commit that holds this tree as it is, committed or not."""
    folder = tmp_path_factory.mktemp("checkout")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    assert listed.returncode == 0, listed.stderr
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Make a repository of a folder, with everything in it committed."""
    for arguments in (
        ("init", "--quiet"),
        ("add", "--all"),
        ("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "a"),
    ):
        done = run("git", *arguments, cwd=folder)
        assert done.returncode == 0, done.stderr
