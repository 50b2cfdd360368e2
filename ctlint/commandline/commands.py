"""The commands of ctlint: what each takes, and what people are told about it."""

from __future__ import annotations

from collections.abc import Callable

from ctlint.commandline import trails
from ctlint.commandline.model import Argument, Command, Example, Group, Option
from ctlint.commandline.options import (
    ASSUMPTIONS,
    COLOR,
    CONFIGURATION,
    EXCLUDE,
    OUTPUT,
    PATHS,
    PLUGIN,
    POLICY_VALUE,
    WHICH_FILES,
    WHICH_RULES,
    formats,
    general,
    one_format,
)

SHELLS = ("bash", "zsh", "fish")


def _check() -> Command:
    from ctlint.commands import check

    words = "leave out what this file of `ctlint baseline` holds, and tell what is gone"
    baseline = Option(("--baseline",), words, "FILE", "file")
    fixes = (
        Option(("--fix",), "fix what can be fixed, and report what is left"),
        Option(("--diff",), "print what --fix would change, and change nothing"),
        Option(("--unsafe-fixes",), "fix also what may record other events than before"),
    )
    formatted = (
        "text (default), json, sarif, github, gitlab, junit, markdown, or auto: github inside GitHub Actions, text "
        "elsewhere; may be repeated"
    )
    output = (
        formats(check.FORMATS, formatted),
        OUTPUT,
        COLOR,
        Option(("-q", "--quiet"), "print findings and errors only"),
        Option(("-v", "--verbose"), "tell which files were read, and give the reference of each rule"),
        Option(("--statistics",), "count the findings of each rule; beside other formats on stderr"),
    )
    code = (
        Option(("--fail-on",), "the least severity that makes the exit code 1 (usually error)", choices=check.LEVELS),
        Option(("--exit-zero",), "exit with 0 whatever is found"),
    )
    return Command(
        "check",
        ("ctlint [check] [OPTIONS] [PATH ...]",),
        "Lint CloudTrail event selectors: JSON, YAML, CloudFormation, Terraform, aws commands.",
        PATHS,
        (
            Group("which rules", (*WHICH_RULES, baseline)),
            Group("which files", WHICH_FILES),
            Group("fixes", fixes),
            Group("output", output),
            Group("exit code", code),
            Group("assumptions", ASSUMPTIONS),
            general(Option(("--version",), "show the version, and the date of the AWS tables")),
        ),
        (
            Example("ctlint", "lint the current folder"),
            Example("ctlint template.yaml", "lint one file"),
            Example("ctlint --select CT1,CT304 infrastructure", "with some rules only"),
            Example("ctlint --policy cis --assume-region eu-west-1", "ask a policy pack, too"),
            Example("ctlint --fix --unsafe-fixes trails.json", "mend what can be mended"),
            Example("ctlint --format text --format sarif:ctlint.sarif", "print a report, and write another one"),
            Example("aws cloudtrail get-event-selectors --trail-name audit | ctlint -", "lint what AWS answers"),
        ),
        """\
A path that is called like a command needs its folder: `ctlint ./check`.

Exit codes: 0 nothing found; 1 findings at or above --fail-on; 2 wrong usage, or a named path that cannot be read (the \
others are linted all the same); 3 an internal error, the rest of the report finished; 130 interrupted.""",
    )


def _baseline() -> Command:
    from ctlint.commands import baseline

    where = f"where to write it (default: {baseline.OUTPUT}; - is standard output)"
    return Command(
        "baseline",
        ("ctlint baseline [OPTIONS] [-o FILE] [PATH ...]",),
        """\
Write down what is found today; `ctlint --baseline FILE` then tells only of what is new.

Give the options and paths that you check with. Nothing is written where a named file cannot be read.""",
        PATHS,
        (
            Group("which rules", WHICH_RULES),
            Group("which files", WHICH_FILES),
            Group(
                "output",
                (Option(OUTPUT.names, where, "FILE", "file"), Option(("-q", "--quiet"), "print errors only")),
            ),
            Group("assumptions", ASSUMPTIONS),
            general(),
        ),
        (
            Example("ctlint baseline", f"write {baseline.OUTPUT} about the current folder"),
            Example(f"ctlint --baseline {baseline.OUTPUT}", "tell what is found since"),
        ),
    )


def _completion() -> Command:
    return Command(
        "completion",
        (f"ctlint completion {{{','.join(SHELLS)}}}",),
        "Print a script with which a shell completes commands, options, rule ids and packs.",
        Argument("shell", "SHELL", f"the shell: {', '.join(SHELLS)}", "shell", many=False),
        (general(),),
        (
            Example('eval "$(ctlint completion bash)"', "for ~/.bashrc"),
            Example("source <(ctlint completion zsh)", "for ~/.zshrc, below compinit"),
            Example("ctlint completion fish > ~/.config/fish/completions/ctlint.fish", "once, and after an update"),
        ),
    )


def _config() -> Command:
    from ctlint.commands import config

    return Command(
        "config",
        ("ctlint config [OPTIONS] [PATH]",),
        "Show the settings for a file or folder, and where each comes from.",
        Argument("path", "PATH", "default: the current folder", "file", many=False),
        (
            Group("which settings", CONFIGURATION),
            Group("output", (one_format(config.FORMATS, "text (default) or json"),)),
            general(),
        ),
        (
            Example("ctlint config", "what holds in the current folder"),
            Example("ctlint config stacks/trail.yaml --format json", "what holds for a file, for a program"),
        ),
    )


def _explain() -> Command:
    return Command(
        "explain",
        ("ctlint explain [OPTIONS] RULE ...",),
        "Show the page of a rule: why it exists, what to do, examples.",
        Argument("rules", "RULE", "an id or a name; a beginning such as CT3 lists rules", "rule"),
        (
            Group(
                "policies",
                (
                    Option(("--policy",), "explain the policies of this file, too", "FILE", "policy", repeats=True),
                    POLICY_VALUE,
                ),
            ),
            Group("plugins", (PLUGIN,)),
            Group("output", (Option(("--examples",), "show all examples, not only the first one"), COLOR)),
            general(),
        ),
        (
            Example("ctlint explain CT305", "the page of a rule"),
            Example("ctlint explain CT4", "the rules about cost"),
            Example("ctlint explain ACME001 --policy acme.yaml", "the page of a policy"),
        ),
    )


def _help() -> Command:
    return Command(
        "help",
        ("ctlint help [COMMAND]",),
        "Show the help of ctlint or of a command.",
        Argument("command", "COMMAND", "the command; without one, all are listed", "command", many=False),
        (general(),),
        (Example("ctlint help diff", "what `ctlint diff --help` shows"),),
    )


def _rules() -> Command:
    return Command(
        "rules",
        ("ctlint rules [OPTIONS]",),
        "List every rule.",
        None,
        (
            Group("plugins", (PLUGIN,)),
            Group("output", (one_format(("text", "json"), "text (default) or json"),)),
            general(),
        ),
        (Example("ctlint rules", "ids, names, severities and what is found"),),
    )


def _suppressions() -> Command:
    from ctlint.commands import suppressions

    return Command(
        "suppressions",
        ("ctlint suppressions [OPTIONS] [PATH ...]",),
        "List the findings that are suppressed in files and configurations, why, and until when.",
        Argument("paths", "PATH", "files and folders (default: the current folder)", "file"),
        (
            Group("which files", (EXCLUDE, *CONFIGURATION)),
            Group("output", (one_format(suppressions.FORMATS, "text (default) or json"),)),
            general(),
        ),
        (Example("ctlint suppressions", "in the current folder"),),
    )


def _test() -> Command:
    return Command(
        "test",
        ("ctlint test [OPTIONS] POLICY ...",),
        "Compare what policies find in their examples with what the examples announce.",
        Argument("policies", "POLICY", "a policy file, or a pack: cis, cost, fsbp", "policy"),
        (
            Group("parameters", (POLICY_VALUE,)),
            Group("output", (Option(("-q", "--quiet"), "print failures only"),)),
            general(),
        ),
        (Example("ctlint test acme.yaml", "test the policies of a file"),),
    )


DESCRIBED: dict[str, tuple[str, Callable[[], Command]]] = {
    "check": ("lint files and folders; what ctlint does where no command is named", _check),
    "baseline": ("write down what is found today, so that only what is new is told", _baseline),
    "completion": ("print a script with which a shell completes ctlint's commands and options", _completion),
    "config": ("show the settings for a file or folder, and where each comes from", _config),
    "convert": ("print selectors as advanced ones, or in another format", trails.convert),
    "describe": ("tell in plain words what trails record", trails.describe),
    "diff": ("tell what a change stops recording and what it newly records", trails.diff),
    "explain": ("show the page of a rule: why it exists, what to do, examples", _explain),
    "help": ("show the help of ctlint or of a command", _help),
    "match": ("tell which trails record the events of a log", trails.match),
    "rules": ("list every rule", _rules),
    "suppressions": ("list what is suppressed in files and configurations, why, and until when", _suppressions),
    "test": ("compare what policies find in their examples with what these announce", _test),
}
"""What each command does, in half a line, and its description, for which modules of the command may be loaded."""


def summary(name: str) -> str:
    """Return what a command does, in half a line."""
    return DESCRIBED[name][0]


def command(name: str) -> Command:
    """Return the description of a command."""
    return DESCRIBED[name][1]()


def commands() -> list[Command]:
    """Return the descriptions of all commands, in the order in which people are told of them."""
    return [command(name) for name in DESCRIBED]
