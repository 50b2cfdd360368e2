"""The plugin in examples/ is installed as a package, and speaks where it is named, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLUGIN = ROOT / "examples" / "plugin"
UNNAMED = "AdvancedEventSelectors:\n  - FieldSelectors:\n      - {Field: eventCategory, Equals: [Management]}\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the plugin as pip installs it."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--target", str(folder), str(PLUGIN)], check=True, capture_output=True)
    return folder


def run(installed: Path | None, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    paths = [str(ROOT), *([str(installed)] if installed else [])]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=variables, cwd=folder, capture_output=True, text=True, check=False)


def test_a_named_plugin_adds_its_rules(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "selectors.yaml").write_text(UNNAMED, encoding="utf-8")
    done = run(installed, "-m", "ctlint", "--plugin", "acme", "selectors.yaml", folder=tmp_path)
    assert done.stdout.startswith("selectors.yaml:2:5: warning ACME001 unnamed-selector: this selector has no name")
    sarif = run(installed, "-m", "ctlint", "--plugin", "acme", "--format", "sarif", "selectors.yaml", folder=tmp_path)
    assert '"id": "ACME001"' in sarif.stdout
    page = run(installed, "-m", "ctlint", "explain", "ACME001", "--plugin", "acme")
    assert "Our alerts quote the name" in page.stdout
    listed = run(installed, "-m", "ctlint", "rules", "--plugin", "acme")
    assert "ACME001" in listed.stdout


def test_nobody_else_does(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "selectors.yaml").write_text(UNNAMED, encoding="utf-8")
    (tmp_path / ".ctlint.yaml").write_text("plugins: [acme]\n", encoding="utf-8")
    refused = run(installed, "-m", "ctlint", "selectors.yaml", folder=tmp_path)
    assert (refused.returncode, "plugins" in refused.stderr) == (2, True)
    (tmp_path / ".ctlint.yaml").unlink()
    silent = run(installed, "-m", "ctlint", "selectors.yaml", folder=tmp_path)
    assert "ACME001" not in silent.stdout


def test_the_tests_of_the_plugin_pass(installed: Path) -> None:
    done = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(PLUGIN / "tests"), folder=PLUGIN)
    assert done.returncode == 0, done.stdout


def test_a_plugin_that_is_not_there_is_told(installed: Path) -> None:
    done = run(installed, "-m", "ctlint", "--plugin", "acmee", "examples")
    assert done.returncode == 2
    assert done.stderr == "ctlint: error: no installed package has rules called `acmee`; did you mean `acme`?\n"


@pytest.mark.parametrize(
    ("code", "page", "said"),
    [
        ("raise ValueError('no')", "", "the rules `odd` cannot be loaded: ValueError: no"),
        (
            "def register(check):\n    check.selector('ODD001')(print)\n    return FOLDER",
            "",
            "the rules `odd` have a check for ODD001, and no page",
        ),
        ("def register(check):\n    return FOLDER + '/none'", "", "the rules `odd` have no folder of pages"),
        ("def register(check):\n    return FOLDER", "id: ODD001\n", "ODD001.yaml:1:1: "),
    ],
)
def test_a_broken_plugin_is_told(tmp_path: Path, code: str, page: str, said: str) -> None:
    (tmp_path / "odd.py").write_text(f"import os\nFOLDER = os.path.join(os.path.dirname(__file__), 'pages')\n{code}\n")
    (tmp_path / "pages").mkdir()
    if page:
        (tmp_path / "pages" / "ODD001.yaml").write_text(page)
    about = tmp_path / "odd-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[ctlint.rules]\nodd = odd:register\n")
    done = run(tmp_path, "-m", "ctlint", "--plugin", "odd", str(ROOT / "examples" / "good"))
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
