"""What ctlint is measured by: small Python programs, each run as a process of its own."""

from __future__ import annotations

import sys

from ctlint.candidates import TOKENS

PASS = [sys.executable, "-c", "pass"]

WALK = """
import os, sys
pending, found = [sys.argv[1]], 0
while pending:
    for entry in os.scandir(pending.pop()):
        if entry.is_dir():
            pending.append(entry.path)
        else:
            with open(entry.path, "rb") as file:
                data = file.read().lower()
            found += any(token in data for token in TOKENS)
assert found == int(sys.argv[2]), found
"""

COMPOSE = """
import os, sys, time
import yaml
from yaml import CSafeLoader
texts = []
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        if "AWS::CloudTrail::Trail" in text:
            texts.append(text)
assert len(texts) == int(sys.argv[2]), len(texts)
start = time.perf_counter()
for text in texts:
    yaml.compose(text, Loader=CSafeLoader)
print(time.perf_counter() - start)
"""


PARSE = """
import os, sys, time
import tree_sitter_hcl
from tree_sitter import Language, Parser
modules = []
for folder, _, names in os.walk(sys.argv[1]):
    texts = []
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            texts.append(file.read())
    if any(b'resource "aws_cloudtrail"' in text for text in texts):
        modules.append(texts)
assert len(modules) == int(sys.argv[2]), len(modules)
parser = Parser(Language(tree_sitter_hcl.language()))
start = time.perf_counter()
for texts in modules:
    for text in texts:
        parser.parse(text)
print(time.perf_counter() - start)
"""


def walk(folder: str, trails: int) -> list[str]:
    """Return the command that walks, reads and searches every file as ctlint must."""
    return [sys.executable, "-c", f"TOKENS = {TOKENS!r}\n{WALK}", folder, str(trails)]


def compose(folder: str, trails: int) -> list[str]:
    """Return the command that prints how many seconds PyYAML's C parser needs for the files with trails."""
    return [sys.executable, "-c", COMPOSE, folder, str(trails)]


def parse(folder: str, trails: int) -> list[str]:
    """Return the command that prints how many seconds tree-sitter needs for the modules with trails."""
    return [sys.executable, "-c", PARSE, folder, str(trails)]
