"""`ctlint diff`: its inputs, git among them, its formats, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft7Validator

from tests.cli.runner import Runner
from tests.versions import advanced, basic

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "diff-report.schema.json").read_text(encoding="utf-8"))
SARIF = json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))

MANAGEMENT = {"Name": "management", "eventCategory": ["Management"]}
OBJECTS = {"Name": "objects", "eventCategory": ["Data"], "resources.type": ["AWS::S3::Object"]}
OLD = advanced(MANAGEMENT, OBJECTS)
NEW = advanced({**MANAGEMENT, "readOnly": ["false"]}, OBJECTS)
MORE = advanced(
    MANAGEMENT, OBJECTS, {"Name": "calls", "eventCategory": ["Data"], "resources.type": ["AWS::Lambda::Function"]}
)
READ = {
    "eventCategory": "Management", "readOnly": "true", "eventSource": "iam.amazonaws.com", "eventName": "GetUser",
}  # fmt: skip


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    (folder / "old.json").write_text(OLD)
    (folder / "new.json").write_text(NEW)
    (folder / "more.json").write_text(MORE)


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with a commit of two trails."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    top = folder / "repository"
    (top / "infra").mkdir(parents=True)
    git(top, "init", "-q")
    (top / "infra" / "trail.json").write_text(OLD)
    (top / "infra" / "other.json").write_text(basic({"ReadWriteType": "All"}, trail="other"))
    (top / "notes.md").write_text(f"```json\n{OLD}\n```\n")
    commit(top)
    monkeypatch.chdir(top)
    return top


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all of it")


def trails(text: str) -> dict[str, str]:
    report = json.loads(text)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(report)] == []
    return {each["trail"]: each["verdict"] for each in report["trails"]}


def test_json(run: Runner) -> None:
    found = run("diff", "old.json", "new.json", "--format", "json")
    assert (found.code, found.err) == (0, "")
    assert trails(found.out) == {"audit": "changed"}
    assert json.loads(found.out) == {
        "version": 1,
        "trails": [
            {
                "trail": "audit",
                "verdict": "changed",
                "lost": [{"witness": READ, "selector": "management", "line": 4}],
                "gained": [],
            }
        ],
    }


def test_text(run: Runner) -> None:
    found = run("diff", "old.json", "new.json")
    assert found.out == (
        "audit (new.json)\n"
        "  - loses some management events: selector `management` (new.json:4)\n"
        "      such as readOnly = true, eventSource = iam.amazonaws.com, eventName = GetUser\n"
        "\n"
        "loses events\n"
    )
    assert run("diff", "old.json", "old.json").out == "equivalent: the same events are recorded as before\n"


def test_markdown(run: Runner) -> None:
    assert run("diff", "old.json", "more.json", "--format", "markdown").out == (
        "### CloudTrail: gains events\n"
        "\n"
        "**`audit` (`more.json`)**\n"
        "\n"
        "- **Gains** data events of `AWS::Lambda::Function`: selector `calls` at `more.json:32`\n"
        "  - such as `eventName = Invoke`\n"
    )


def sarif_results(text: str) -> list[dict[str, Any]]:
    log = json.loads(text)
    assert [error.message for error in Draft4Validator(SARIF).iter_errors(log)] == []
    (found,) = log["runs"]
    assert found["automationDetails"] == {"id": "ctlint-diff/"}
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == ["lost-events"]
    return list(found.get("results", []))


def test_sarif(run: Runner) -> None:
    (found,) = sarif_results(run("diff", "old.json", "new.json", "--format", "sarif").out)
    assert found["message"]["text"] == (
        "Trail `audit` loses some management events, recorded so far by selector `management`. Such an event: "
        "eventCategory = Management, readOnly = true, eventSource = iam.amazonaws.com, eventName = GetUser."
    )
    assert (found["ruleId"], found["ruleIndex"], found["level"]) == ("lost-events", 0, "warning")
    place = found["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("new.json", 4)
    assert sarif_results(run("diff", "old.json", "more.json", "--format", "sarif").out) == []


def test_several_formats_at_once(run: Runner, folder: Path) -> None:
    found = run("diff", "old.json", "new.json", "--format", "text", "--format", "json:report.json")
    assert (found.code, found.out.splitlines()[-1]) == (0, "loses events")
    assert trails((folder / "report.json").read_text()) == {"audit": "changed"}
    found = run("diff", "old.json", "new.json", "-o", "old.json")
    assert (found.code, found.err) == (2, "ctlint: error: cannot write old.json: it is one of the files to compare\n")


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        ("old.json", {"loss": 0, "gain": 0, "any": 0, "none": 0}),
        ("new.json", {"loss": 1, "gain": 0, "any": 1, "none": 0}),
        ("more.json", {"loss": 0, "gain": 1, "any": 1, "none": 0}),
    ],
)
def test_exit_codes(run: Runner, new: str, codes: dict[str, int]) -> None:
    assert {wanted: run("diff", "old.json", new, "--fail-on-change", wanted).code for wanted in codes} == codes
    assert run("diff", "old.json", new).code == 0


def test_two_folders(run: Runner, folder: Path) -> None:
    for name, text in (("a/x/trail.json", OLD), ("b/x/trail.json", NEW), ("a/gone.json", OLD.replace("audit", "gone"))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    found = run("diff", "a", "b", "--format", "json")
    assert trails(found.out) == {"audit": "changed", "gone": "changed"}
    removed = json.loads(found.out)["trails"][1]
    assert [each["selector"] for each in removed["lost"]] == ["management", "objects"]
    assert run("diff", "a", "b", "--exclude", "gone.json", "--format", "json").out != found.out
    assert "gone (a/gone.json) was removed\n" in run("diff", "a", "b").out


def test_trails_of_one_name_are_told_apart(run: Runner, folder: Path) -> None:
    for name in ("a/one.json", "a/two.json", "b/one.json", "b/two.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(OLD)
    assert trails(run("diff", "a", "b", "--format", "json").out) == {
        "audit (b/one.json)": "equivalent", "audit (b/two.json)": "equivalent",
    }  # fmt: skip


def test_terraform_files_side_by_side(run: Runner, folder: Path) -> None:
    text = 'resource "aws_cloudtrail" "main" {\n  name = "audit"\n  s3_bucket_name = "acme-logs"\n}\n'
    (folder / "before.tf").write_text(text)
    (folder / "after.tf").write_text(text.replace('"main"', '"trail"'))
    assert trails(run("diff", "before.tf", "after.tf", "--format", "json").out) == {"audit": "equivalent"}


NO_PATHS = "what is to be compared? `ctlint diff OLD NEW`, or `ctlint diff --since REVISION [PATH ...]`"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("old.json",), NO_PATHS),
        (("old.json", "new.json", "more.json"), NO_PATHS),
        (("-", "-"), "standard input cannot hold both versions"),
        (("missing.json", "new.json"), "missing.json: no such file or folder"),
        (("old.json", "binary.json"), "binary.json: byte 0x89 is not valid UTF-8"),
        (
            ("old.json", "new.json", "--format", "xml"),
            "there is no format `xml`; choose among text, json, sarif, markdown",
        ),
        (
            ("old.json", "new.json", "--fail-on-change", "all"),
            "there is no `--fail-on-change all`; choose among loss, gain, any, none",
        ),
        (("--since", "HEAD"), ". does not lie in a git repository, which --since needs"),
    ],
)
def test_wrong_usage(run: Runner, folder: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "binary.json").write_bytes(b"\x89PNG\x80")
    found = run("diff", *arguments)
    assert (found.code, found.out, found.err) == (2, "", f"ctlint: error: {message}\n")


def test_a_file_that_cannot_be_parsed_is_told(run: Runner, folder: Path) -> None:
    (folder / "broken.yaml").write_text("TrailName: audit\nEventSelectors:\n  - {ReadWriteType: All\n")
    found = run("diff", "old.json", "broken.yaml", "--format", "json")
    assert (found.code, trails(found.out)) == (2, {"audit": "undecided"})
    assert found.err.startswith("ctlint: broken.yaml:")
    assert len(found.err.splitlines()) == 1


def test_a_file_without_trails_has_lost_them(run: Runner, folder: Path) -> None:
    (folder / "empty.json").write_text("{}")
    found = run("diff", "old.json", "empty.json", "--fail-on-change", "loss")
    assert (found.code, found.err) == (1, "ctlint: empty.json: no trail or selector found\n")
    assert found.out.startswith("audit (old.json) was removed\n")
    found = run("diff", "empty.json", "empty.json")
    assert (found.code, found.out) == (0, "no trail or selector found\n")


def test_since_on_a_dirty_tree(run: Runner, repository: Path) -> None:
    assert run("diff", "--since", "HEAD").out == "2 trails, all equivalent: the same events are recorded as before\n"
    (repository / "infra" / "trail.json").write_text(NEW)
    (repository / "infra" / "untracked.json").write_text(MORE.replace("audit", "third"))
    before = state(repository)
    found = run("diff", "--since", "HEAD", "--format", "json")
    assert (found.code, trails(found.out)) == (0, {"other": "equivalent", "audit": "changed", "third": "changed"})
    assert state(repository) == before
    assert trails(run("diff", "--since", "HEAD", "infra/trail.json", "--format", "json").out) == {"audit": "changed"}
    assert run("diff", "--since", "HEAD", "infra/other.json", "--fail-on-change", "any").code == 0


def state(repository: Path) -> dict[str, tuple[bytes, int]]:
    """Return all files, git's own among them, with the times of their last change."""
    found = (path for path in repository.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def test_since_follows_renames(run: Runner, repository: Path) -> None:
    (repository / "live").mkdir()
    (repository / "infra" / "trail.json").rename(repository / "live" / "audit.json")
    text = (repository / "live" / "audit.json").read_text()
    (repository / "live" / "audit.json").write_text(text.replace('"objects"', '"s3 objects"'))
    for paths in ((), ("live",), ("live/audit.json",)):
        assert set(trails(run("diff", "--since", "HEAD", *paths, "--format", "json").out).values()) == {"equivalent"}
    git(repository, "add", "-A")
    assert trails(run("diff", "--since", "HEAD", "live", "--format", "json").out) == {"audit": "equivalent"}


def test_since_from_a_folder_below(run: Runner, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "infra" / "trail.json").write_text(NEW)
    monkeypatch.chdir(repository / "infra")
    assert run("diff", "--since", "HEAD").out.startswith("audit (trail.json)\n")
    monkeypatch.chdir(repository.parent)
    assert run("diff", "--since", "HEAD", "repository").out.startswith("audit (repository/infra/trail.json)\n")
    top = str(repository)
    assert run("diff", "--since", "HEAD", top).out.startswith(f"audit ({top}/infra/trail.json)\n")


def test_since_sees_what_was_removed(run: Runner, repository: Path) -> None:
    (repository / "infra" / "trail.json").unlink()
    for paths in ((), ("infra",), ("infra/trail.json",)):
        found = run("diff", "--since", "HEAD", *paths, "--fail-on-change", "loss")
        assert (found.code, found.err) == (1, "")
        assert found.out.startswith("audit (infra/trail.json) was removed\n")


def test_since_reads_modules_as_they_were(run: Runner, repository: Path) -> None:
    module = (
        'variable "mode" {}\nresource "aws_cloudtrail" "main" {\n  name = "module"\n  s3_bucket_name = "acme-logs"\n'
        "  event_selector {\n    read_write_type = var.mode\n  }\n}\n"
    )
    call = 'module "trail" {\n  source = "../modules/trail"\n  mode = "All"\n}\n'
    for name, text in (("modules/trail/main.tf", module), ("live/main.tf", call)):
        (repository / name).parent.mkdir(parents=True)
        (repository / name).write_text(text)
    commit(repository)
    (repository / "live" / "main.tf").write_text(call.replace("All", "ReadOnly"))
    assert trails(run("diff", "--since", "HEAD", "live", "--format", "json").out) == {"module": "changed"}
    (repository / "live" / "main.tf").write_text(call)
    (repository / "modules" / "trail" / "main.tf").write_text(module.replace("var.mode", '"WriteOnly"'))
    assert trails(run("diff", "--since", "HEAD", "live", "--format", "json").out) == {"module": "changed"}


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:infra", ""])
def test_since_an_unknown_revision(run: Runner, repository: Path, revision: str) -> None:
    found = run("diff", f"--since={revision}")
    assert (found.code, found.out) == (2, "")
    assert found.err == f"ctlint: error: git knows no commit `{revision}`; a shallow clone may lack it\n"


def test_since_a_path_that_never_was(run: Runner, repository: Path) -> None:
    found = run("diff", "--since", "HEAD", "never.json")
    message = "ctlint: error: never.json: no such file or folder, neither here nor in the commit\n"
    assert (found.code, found.out, found.err) == (2, "", message)


def test_git_runs_nothing_that_the_repository_configures(
    run: Runner, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = repository.parent / "trap"
    script = repository.parent / "trap.sh"
    script.write_text(f"#!/bin/sh\necho caught >> {trap}\ncat\n")
    script.chmod(0o755)
    command = str(script)
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external", "diff.trap.textconv",
        "diff.trap.command", "filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "alias.ls-tree",
        "alias.cat-file", "alias.rev-parse", "pager.ls-tree", "gpg.program", "interactive.diffFilter",
    ):  # fmt: skip
        git(repository, "config", key, command)
    git(repository, "config", "core.hooksPath", str(repository.parent))
    (repository / ".gitattributes").write_text("*.json diff=trap filter=trap\n")
    (repository / "infra" / "trail.json").write_text(NEW)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", command)
    monkeypatch.setenv("GIT_DIR", str(repository.parent / "nowhere"))
    monkeypatch.setenv("GIT_PAGER", command)
    found = run("diff", "--since", "HEAD", "--format", "json")
    assert (found.code, found.err) == (0, "")
    assert trails(found.out) == {"other": "equivalent", "audit": "changed"}
    assert not trap.exists()


HOSTILE = "x`</code><img src=//evil onerror=alert(1)>|\n## [click](http://evil) @everyone ::error:: ##[error] \x1b[31m"


def test_hostile_names_are_inert(run: Runner, folder: Path) -> None:
    (folder / "old.json").write_text(advanced({**MANAGEMENT, "Name": HOSTILE}, OBJECTS, trail=HOSTILE))
    (folder / "new.json").write_text(advanced(OBJECTS, trail=HOSTILE))
    text = run("diff", "old.json", "new.json").out
    assert "\x1b" not in text and "\n##" not in text and "##[" not in text
    markdown = run("diff", "old.json", "new.json", "--format", "markdown").out
    assert [line for line in markdown.splitlines() if HOSTILE[:10] in line] == [
        line for line in markdown.splitlines() if f"``{HOSTILE[:10]}" in line
    ]
    assert "\n## [" not in markdown and "\x1b" not in markdown
    report = run("diff", "old.json", "new.json", "--format", "json").out
    assert report.isascii() and "##" not in report
    (found,) = sarif_results(run("diff", "old.json", "new.json", "--format", "sarif").out)
    assert "](http" not in found["message"]["text"]


def test_the_example_in_the_documentation_is_true(run: Runner, folder: Path) -> None:
    page = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")
    assert f"$ ctlint diff old.json new.json\n{run('diff', 'old.json', 'new.json').out}" in page
    example = page.partition("```json\n")[2].partition("```")[0]
    assert json.loads(example) == json.loads(run("diff", "old.json", "new.json", "--format", "json").out)


def test_the_help_tells(run: Runner) -> None:
    found = run("diff", "--help")
    assert found.code == 0
    assert "--since REVISION" in found.out and "--fail-on-change {loss,gain,any,none}" in found.out
