"""Arguments and options that several commands share."""

from __future__ import annotations

from ctlint.commandline.model import Argument, Group, Option

COLORS = ("auto", "always", "never")

PATHS = Argument("paths", "PATH", "files and folders (default: the current folder); - is standard input", "file")

HELP = Option(("-h", "--help"), "show this help")
COLOR = Option(("--color",), "when to colour (default: auto; NO_COLOR, FORCE_COLOR)", choices=COLORS)
EXCLUDE = Option(
    ("--exclude",), "leave out files and folders met in walked folders; may be repeated", "GLOBS", "globs", repeats=True
)
STDIN_FILENAME = Option(("--stdin-filename",), "the name that tells the format of standard input", "NAME", "file")
TRAILS_FILENAME = STDIN_FILENAME._replace(help="the name that tells the format of trails from standard input")
OUTPUT = Option(("-o", "--output"), "where the format without a FILE of its own goes", "FILE", "file")
POLICY_VALUE = Option(("--set",), "the value of a policy's parameter; may be repeated", "NAME=VALUE", repeats=True)

CONFIGURATION = (
    Option(("--config",), "take this configuration for all files, not the nearest one", "FILE", "file"),
    Option(("--no-config",), "take no configuration"),
)
ASSUMPTIONS = (
    Option(("--assume-region",), "the region that templates are deployed to", "REGION"),
    Option(("--assume-account",), "the account that templates are deployed to", "ID"),
    Option(
        ("--assume-partition",),
        "the partition, where no region tells it: aws, aws-cn, …",
        "NAME",
        offered=("aws", "aws-cn", "aws-us-gov"),
    ),
    Option(("--var-file",), "values of Terraform's root variables; may be repeated", "FILE", "file", repeats=True),
)
PLUGIN = Option(("--plugin",), "add the rules of an installed package; may be repeated", "NAME", repeats=True)
WHICH_RULES = (
    Option(("--select",), "only these rules: ids or beginnings of ids, with commas", "RULES", "rules", repeats=True),
    Option(("--ignore",), "not these rules", "RULES", "rules", repeats=True),
    Option(("--policy",), "ask these policies, too; packs: cis, cost, fsbp", "FILE|PACK", "policy", repeats=True),
    POLICY_VALUE,
    PLUGIN,
    *CONFIGURATION,
)
WHICH_FILES = (
    EXCLUDE,
    STDIN_FILENAME,
    Option(("--module-wide",), "report findings in the other files of a named file's module, too"),
)
ASSUME_DEFAULTS = Option(("--assume-defaults",), "take parameters and variables to have their defaults")


def formats(names: tuple[str, ...], words: str) -> Option:
    """Return the option for reports, each of which may go to a file of its own."""
    return Option(("--format",), words, "FORMAT[:FILE]", "format", offered=names, repeats=True)


def one_format(names: tuple[str, ...], words: str) -> Option:
    """Return the option for a command that prints one thing in one format."""
    return Option(("--format",), words, choices=names)


def general(*options: Option) -> Group:
    """Return the last group of every command."""
    return Group("other options", (*options, HELP))
