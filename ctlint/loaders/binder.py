"""Typed access to a node tree in which parts are unknown or depend on conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from ctlint.change import Change, Edit, RemoveKey, RenameKey
from ctlint.guard import Guard, conjoin, contradicts, implies
from ctlint.loaders.key_styles import stem
from ctlint.model import Attribute, Dialect, Values
from ctlint.problem import Problem
from ctlint.source import Span
from ctlint.spelling import closest, did_you_mean, fold, slip
from ctlint.syntax.node import Absent, Choice, Mapping, Node, Pair, Scalar, Sequence, Unknown
from ctlint.text import GAP, DecodedBuilder, Text

MAX_WORLDS = 64
"""Worlds over the conditions inside one selector; beyond it, what depends on a condition is unknown."""
MAX_ALL_WORLDS = 5_000
"""Worlds over all selectors of a trail; beyond it, they are read once each."""
MAX_BRANCHES = 200
"""Choices that one list item may spread into; beyond it, the item is unknown."""
MAX_ITEMS = 5_000
"""Items that a list of nested conditions may spread into; no quota is near it."""

OPERATORS = ("Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith")

T = TypeVar("T")
Plain = Scalar | Sequence | Mapping | Unknown | Absent


class Undecided(Exception):
    """Binding met a choice that the world at hand does not decide."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice


class Slot(NamedTuple):
    """An item of a list: its place as written, and the guard under which it is there."""

    node: Plain
    position: int
    guard: Guard


class Binder:
    """Reads nodes as the types a model expects, and records what does not fit.

    `resolve` evaluates the expressions of a language (intrinsics) at one node; `world` decides choices.
    """

    def __init__(self, dialect: Dialect, resolve: Callable[[Node], Node] | None = None) -> None:
        self.dialect = dialect
        self.resolve = resolve or (lambda node: node)
        self.world: Guard = frozenset()
        self.opaque = False
        self._worlds = 0
        self._spelled: dict[tuple[str, ...], dict[str, str]] = {}
        self._problems: dict[tuple[str, int, int, str], Problem] = {}

    @property
    def problems(self) -> list[Problem]:
        return list(self._problems.values())

    def note(
        self,
        kind: str,
        span: Span,
        message: str,
        change: Change | None = None,
        variant: str = "",
        related: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Record a problem once, however many worlds meet it."""
        key = (kind, span.start, span.end, message)
        self._problems.setdefault(key, Problem(kind, span, message, change, variant, related))

    def _names(self, names: tuple[str, ...]) -> dict[str, str]:
        """Return the API's names by their spelling in the format."""
        if names not in self._spelled:
            self._spelled[names] = {self.dialect.spell(name): name for name in names}
        return self._spelled[names]

    def shown(self, name: str) -> str:
        """Return one of the API's names for a message, as the format spells it."""
        return f"`{self.dialect.spell(name)}`"

    def look(self, node: Node) -> Plain:
        """Return the value of a node in the world at hand."""
        found = self.resolve(node)
        while isinstance(found, Choice):
            branch = self._decide(found)
            if branch is None:
                return Unknown(found.span, "depends on too many conditions")
            found = self.resolve(branch)
        return Absent(found.span) if self.is_absent(found) else found

    def is_absent(self, node: Node) -> bool:
        """Tell whether a value removes its key: an answer prints null for what is not there."""
        if isinstance(node, Scalar):
            return node.kind == "null" and self.dialect.null_is_absent
        return isinstance(node, Absent)

    def _decide(self, choice: Choice) -> Node | None:
        if implies(self.world, choice.when) or contradicts(self.world, choice.otherwise):
            return choice.when_true
        if implies(self.world, choice.otherwise) or contradicts(self.world, choice.when):
            return choice.when_false
        if self.opaque:
            return None
        raise Undecided(choice)

    def worlds(self, bind: Callable[[], T], guard: Guard) -> list[tuple[Guard, T]]:
        """Return what `bind` gives in each world that differs for it, within `guard`."""
        found: list[tuple[Guard, T]] = []
        pending = [guard]
        limit = MAX_WORLDS if self._worlds < MAX_ALL_WORLDS else 1
        while pending and len(found) + len(pending) <= limit:
            self.world = pending.pop()
            try:
                found.append((self.world, bind()))
            except Undecided as undecided:
                choice = undecided.choice
                branches = (conjoin(self.world, choice.otherwise), conjoin(self.world, choice.when))
                pending.extend(branch for branch in branches if branch is not None)
        if pending:
            self.world, self.opaque = guard, True
            found = [(guard, bind())]
        self._worlds += len(found) - 1
        self.world, self.opaque = frozenset(), False
        return found

    def spread(self, node: Node, guard: Guard) -> tuple[list[Slot], bool]:
        """Return the items of a list with the guards under which they are there, and whether that is all."""
        slots: list[Slot] = []
        complete = True
        for whole in self._branches(node, guard):
            if isinstance(whole.node, Sequence):
                for position, item in enumerate(whole.node.items):
                    if len(slots) >= MAX_ITEMS:
                        return slots, False
                    for slot in self._branches(item, whole.guard):
                        if isinstance(slot.node, Unknown):
                            complete = False
                        elif not isinstance(slot.node, Absent):
                            slots.append(Slot(slot.node, position, slot.guard))
            elif isinstance(whole.node, Unknown):
                complete = False
            elif not isinstance(whole.node, Absent):
                slots.append(Slot(whole.node, -1, whole.guard))
        return slots, complete

    def _branches(self, node: Node, guard: Guard) -> Iterator[Slot]:
        """Yield the alternatives of a node that can hold together with `guard`."""
        pending: list[tuple[Node, Guard]] = [(node, guard)]
        count = 0
        while pending:
            node, guard = pending.pop()
            found = self.resolve(node)
            if not isinstance(found, Choice):
                yield Slot(found, 0, guard)
                continue
            count += 1
            if count > MAX_BRANCHES:
                yield Slot(Unknown(found.span, "too many conditions"), 0, guard)
                return
            for condition, branch in ((found.otherwise, found.when_false), (found.when, found.when_true)):
                both = conjoin(guard, condition)
                if both is not None:
                    pending.append((branch, both))

    def keys(
        self, node: Mapping, names: tuple[str, ...], strict: bool = True, unknown: str = "unknown-key"
    ) -> tuple[dict[str, Pair], bool]:
        """Return the pairs of a mapping by the name that was meant, and whether no unknown key can hide one.

        Unknown (a problem of the kind `unknown`), miscased and duplicate keys become problems; without
        `strict`, a key unlike all names is fine.
        """
        found: dict[str, Pair] = {}
        complete = not self.dialect.is_argument
        written: dict[str, Pair] = {}
        spelled = self._names(names)
        taken: set[str] | None = None
        for pair in node.pairs:
            if not isinstance(pair.key, Scalar):
                complete = False
                continue
            raw = pair.key.raw
            key = raw
            if raw not in spelled:
                taken = set(node.names()) if taken is None else taken
                meant = self._meant_key(pair.key, spelled, taken, unknown if strict else "")
                key = meant if meant is not None else ""
            name = spelled.get(key)
            # What stood under a key that nobody knows may be what would be missed elsewhere.
            complete = complete and (name is not None or not strict)
            if raw in written and not pair.merged and not written[raw].merged:
                self._note_duplicate(pair, written[raw])
            written[raw] = pair
            if name is not None and not (pair.merged and name in found):
                found[name] = pair
        return found, complete

    def _meant_key(self, key: Scalar, names: dict[str, str], taken: set[str], unknown: str) -> str | None:
        """Return the key that a wrong one stands for, if that is clear and it is not among those `taken`."""
        if self.dialect.is_argument:
            return self._meant_argument(key, names, unknown)
        span = key.text.span
        same = next((name for name in names if fold(name) == fold(key.raw)), None)
        if same is not None:
            message = f"key `{key.raw}` is spelled `{same}` here"
            if same in taken:
                self.note("miscased-key", span, f"{message}, and `{same}` is there too")
                return None
            self.note("miscased-key", span, message, RenameKey(span, same))
            return same
        left = [name for name in names if name not in taken]
        candidate = closest(key.raw, left) if unknown else slip(key.raw, left)
        # AWS may print keys that are newer than ctlint.
        if candidate is None and (not unknown or self.dialect.is_answer):
            return None
        change = RenameKey(span, candidate) if candidate else None
        kind = unknown if unknown and (candidate is None or names[candidate] in OPERATORS) else "unknown-key"
        what = kind.removeprefix("unknown-")
        self.note(kind, span, f"unknown {what} `{key.raw}`{did_you_mean(candidate)}", change)
        return candidate

    def _meant_argument(self, key: Scalar, names: dict[str, str], unknown: str) -> str | None:
        """Return the key that one of its spellings stands for; only a slip in an operator is surely wrong."""
        same = next((name for name in names if stem(name) == stem(key.raw)), None)
        if same is not None or unknown != "unknown-operator":
            return same
        candidate = slip(key.raw, (name for name in names if names[name] in OPERATORS))
        if candidate is not None:
            span = key.text.span
            message = f"unknown operator `{key.raw}`{did_you_mean(candidate)}"
            self.note(unknown, span, message, RenameKey(span, candidate))
        return candidate

    def _note_duplicate(self, pair: Pair, earlier: Pair) -> None:
        assert isinstance(pair.key, Scalar) and isinstance(earlier.key, Scalar)
        span, first = pair.key.text.span, earlier.key.text.span
        same = pair.value.span.text == earlier.value.span.text
        message = f"key `{pair.key.raw}` stands twice in one mapping; only the last counts"
        self.note("duplicate-key", span, message, RemoveKey(first) if same else None, related=((first, "first here"),))

    def string(self, node: Node, what: str) -> Text | None:
        """Return the text of a scalar; None (and a problem where it is certain) for anything else."""
        found = self.look(node)
        if isinstance(found, (Unknown, Absent)):
            return None
        if not isinstance(found, Scalar):
            self.wrong_type(found.span, f"{what} is {kind_name(found)}; a string is expected")
            return None
        if found.kind == "string":
            return found.text
        if found.kind == "null":
            self.wrong_type(found.span, f"{what} is null; a string is expected")
            return None
        text = _plain_text(found)
        if not self.dialect.coerces:
            message = f"{what} is the {found.kind} `{found.raw}`; a string is expected"
            self.wrong_type(found.span, message, Edit(found.span, f'"{text.pattern}"'))
        return text

    def boolean(self, node: Node, what: str) -> Attribute | None:
        """Return "true" or "false"; None where the node is absent, an attribute without value where unknown."""
        found = self.look(node)
        if isinstance(found, Absent):
            return None
        if isinstance(found, Unknown):
            return Attribute(None, found.span)
        if not isinstance(found, Scalar) or found.kind == "null":
            self.wrong_type(found.span, f"{what} is {kind_name(found)}; true or false is expected")
            return Attribute(None, found.span)
        if found.kind == "boolean":
            return Attribute(_plain_text(found), found.span)
        text = found.text
        if text.value is None:
            return Attribute(None, found.span)
        if not self.dialect.coerces or text.value.lower() not in ("true", "false"):
            change = Edit(found.span, text.value.lower()) if text.value.lower() in ("true", "false") else None
            self.wrong_type(found.span, f"{what} is the {found.kind} `{text.value}`; true or false is expected", change)
        return Attribute(text, found.span)

    def strings(self, node: Node, what: str) -> Values[Text] | None:
        """Return the texts of a list of strings; None where the node is absent."""
        found = self.look(node)
        if isinstance(found, Absent):
            return None
        if isinstance(found, Unknown):
            return Values((), False, found.span)
        if isinstance(found, Sequence):
            return self._string_items(found, what)
        if may_be_anything(found):
            return Values((), False, found.span)
        self.wrong_type(found.span, f"{what} is {kind_name(found)}; a list is expected")
        text = self.string(node, what) if isinstance(found, Scalar) and found.kind == "string" else None
        return Values((text,) if text else (), text is not None, found.span)

    def _string_items(self, node: Sequence, what: str) -> Values[Text]:
        items: list[Text] = []
        complete = True
        for item in node.items:
            found = self.look(item)
            if isinstance(found, Absent):
                continue
            text = None if isinstance(found, Unknown) else self.string(item, f"a value of {what}")
            if text is None:
                complete = False
            else:
                items.append(text)
        return Values(tuple(items), complete, node.span)

    def mappings(self, node: Node, what: str) -> tuple[list[Mapping], bool, Span] | None:
        """Return the objects of a list, whether they are all, and the list's span; None where it is absent."""
        found = self.look(node)
        if isinstance(found, Absent):
            return None
        if isinstance(found, Unknown):
            return [], False, found.span
        if isinstance(found, Mapping):
            self.wrong_type(found.span, f"{what} is an object; a list of objects is expected")
            return [found], True, found.span
        if not isinstance(found, Sequence):
            if not may_be_anything(found):
                self.wrong_type(found.span, f"{what} is {kind_name(found)}; a list of objects is expected")
            return [], False, found.span
        items: list[Mapping] = []
        complete = True
        for item in found.items:
            plain = self.look(item)
            if isinstance(plain, Mapping):
                items.append(plain)
            elif not isinstance(plain, Absent):
                complete = False
                if not may_be_anything(plain):
                    self.wrong_type(plain.span, f"an item of {what} is {kind_name(plain)}; an object is expected")
        return items, complete, found.span

    def attributes(self, node: Mapping, names: tuple[str, ...]) -> dict[str, Attribute]:
        """Return the plain properties among `names`; what depends on a condition is written but unknown."""
        found: dict[str, Attribute] = {}
        spelled = {self.dialect.spell(name): name for name in names}
        for pair in node.pairs:
            name = spelled.get(pair.key.raw) if isinstance(pair.key, Scalar) else None
            value = self.resolve(pair.value) if name else pair.value
            if name is not None and not self.is_absent(value):
                known = _plain_text(value) if isinstance(value, Scalar) and value.kind != "null" else None
                found[name] = Attribute(known, pair.key.span)
        return found

    def wrong_type(self, span: Span, message: str, change: Change | None = None) -> None:
        self.note("wrong-type", span, message, change)


YAML_BOOLEANS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def kind_name(node: Plain) -> str:
    """Return what a node is, in JSON's words and with an article."""
    match node:
        case Scalar(kind="null"):
            return "null"
        case Scalar():
            return f"a {node.kind}"
        case Sequence():
            return "a list"
        case Mapping():
            return "an object"
        case _:
            return "a value"


def may_be_anything(node: Plain) -> bool:
    """Tell whether a node is unknown as a whole: what an expression returns may be a list as well as a string."""
    return isinstance(node, Unknown) or (isinstance(node, Scalar) and node.text.pattern == GAP)


def _plain_text(scalar: Scalar) -> Text:
    """Return the text of a scalar as a format that converts would: a boolean is `true` or `false`."""
    if scalar.kind != "boolean":
        return scalar.text
    plain = scalar.raw.lower()
    builder = DecodedBuilder(scalar.origin)
    builder.replace(YAML_BOOLEANS.get(plain, plain), scalar.start, scalar.end)
    return Text((builder.build(),), scalar.span)
