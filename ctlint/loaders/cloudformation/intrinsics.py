"""CloudFormation's intrinsic functions: what they return, as far as a template alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctlint import knowledge
from ctlint.loaders.cloudformation.calls import Shapes, call, without_macros
from ctlint.loaders.cloudformation.conditions import Conditions
from ctlint.loaders.placeholders import masked
from ctlint.model import Options
from ctlint.source import Span
from ctlint.syntax.node import Absent, Choice, Mapping, Node, Scalar, Sequence, Unknown
from ctlint.text import Decoded, Gap, Segment, Text

VARIABLE = re.compile(r"\$\{(!?)([^{}$]*)\}")
INDEX = re.compile(r"[0-9]{1,9}")
LIST_TYPES = ("CommaDelimitedList", "List<")
PSEUDO_OPTIONS = {"AWS::Partition": "partition", "AWS::Region": "region", "AWS::AccountId": "account"}
PLACEHOLDERS = {"partition": "AWS::Partition", "region": "AWS::Region", "account": "AWS::AccountId"}

SSM_TYPE = "AWS::SSM::Parameter::Value"

MAX_DEPTH = 60
"""Calls within calls; a chain of aliases has no end that its brackets would show."""
MAX_LENGTH = 16_384
MAX_PIECES = 1_000
"""Characters and pieces of a computed text; an ARN has 2,048 characters at most. Beyond, it is one gap."""
MAX_USES = 200
"""References to defaults that are recorded; a template has 200 parameters at most."""
MAX_ALL_PIECES = 1_000_000
"""Pieces of all computed texts of a template, which through aliases may be many times what is written."""
MAX_PARTS = 5_000
"""Parts that a text may be split into, times the pieces it is made of."""


class Template:
    """A parsed template and the evaluation of the functions in it.

    `overridable` becomes true when a parameter default was left unknown; `defaults` tells where which one
    stands and was filled in, `uses` where the place of a default and that of its use are.
    """

    def __init__(self, root: Mapping, options: Options) -> None:
        self.options = options
        self.overridable = False
        self.defaults: list[tuple[Span, str]] = []
        self.uses: list[tuple[Span, Span]] = []
        self.parameters = _section(root, "Parameters")
        self.mappings = _section(root, "Mappings")
        self.resources = _section(root, "Resources")
        self.shapes = Shapes()
        allowed = _allowed_values(self.parameters) if self.parameters else {}
        has_rules = root.get("Rules") is not None
        self.conditions = Conditions(root.get("Conditions"), self.text, self.shapes, allowed, has_rules)
        self._values: dict[int, tuple[Node, Node]] = {}
        self._parts: dict[tuple[int, str, bool], tuple[Text, list[Node] | None]] = {}
        self._certain: dict[int, tuple[list[Node], int]] = {}
        self._busy: set[int] = set()
        self._defaults: dict[str, Node | None] = {}
        self._pieces = 0

    def resolve(self, node: Node) -> Node:
        """Return what a node evaluates to; its children stay as they are."""
        if isinstance(node, (Unknown, Absent, Choice)):
            return node
        if not node.tag and not isinstance(node, Mapping):
            return masked(node) if isinstance(node, Scalar) else node
        key = id(node)
        if key not in self._values:
            if key in self._busy or len(self._busy) > MAX_DEPTH:
                return Unknown(node.span, "refers to itself, or is nested too deep")
            self._busy.add(key)
            self._values[key] = (node, self._evaluate(node))  # an id is unique only as long as its object lives
            self._busy.discard(key)
        return self._values[key][1]

    def _evaluate(self, node: Scalar | Sequence | Mapping) -> Node:
        found = call(node)
        if found is None:
            return without_macros(node) if isinstance(node, Mapping) else node
        name, argument = found
        span = node.span
        match name:
            case "Ref":
                return self._ref(argument, span)
            case "Fn::GetAtt":
                return self._get_att(argument, span)
            case "Fn::Sub":
                return self._sub(argument, span)
            case "Fn::Join":
                return self._join(argument, span)
            case "Fn::If":
                return self._if(argument, span)
            case "Fn::Select":
                return self._select(argument, span)
            case "Fn::Split":
                return self._split(argument, span)
            case "Fn::FindInMap":
                return self._find_in_map(argument, span)
            case "Fn::ImportValue":
                return _gap_value(("import", *self._identity(argument)), span, span.text)
            case _:
                return Unknown(span, f"{name} is evaluated at deployment")

    def text(self, node: Node) -> Text | None:
        """Return a node as text, with a gap for what is unknown; None where it is no string."""
        found = self.resolve(node)
        if isinstance(found, Scalar):
            return found.text
        if isinstance(found, Choice):
            return _gap_value(("choice", self._shape(node)), found.span, first_line(found.span)).text
        return None

    def _identity(self, node: Node) -> tuple[str, ...]:
        text = self.text(node)
        if text is None:
            return ("", self._shape(node))
        return tuple(part if isinstance(part, str) else "/".join(part) for part in text.identity)

    def _is_exhausted(self, pieces: int) -> bool:
        """Tell whether the texts of the template were made of too many pieces, with these."""
        self._pieces += pieces
        return self._pieces > MAX_ALL_PIECES

    def _shape(self, node: Node) -> str:
        return str(self.shapes.number(node))

    def _ref(self, argument: Node, span: Span) -> Node:
        if not isinstance(argument, Scalar):
            return Unknown(span, "Ref of something that is no name")
        return self.reference(argument.raw, span)

    def reference(self, name: str, span: Span) -> Node:
        """Return what `Ref` of a name gives."""
        if name == "AWS::NoValue":
            return Absent(span)
        if name.startswith("AWS::"):
            return Scalar.of(Text((self._pseudo(name, span),), span))
        parameter = self.parameters.get(name) if self.parameters else None
        if isinstance(parameter, Mapping):
            return self._parameter(name, parameter, span)
        return self._attribute(name, "Ref", span)

    def _pseudo(self, name: str, span: Span) -> Decoded | Gap:
        option = PSEUDO_OPTIONS.get(name)
        value: str | None = getattr(self.options, option) if option else None
        return Gap((name,), span, f"${{{name}}}") if value is None else _literal(value, span)

    def _parameter(self, name: str, parameter: Mapping, span: Span) -> Node:
        kind = parameter.get("Type")
        type_name = kind.raw if isinstance(kind, Scalar) else "String"
        is_list = type_name.startswith(LIST_TYPES)
        default = self._default(name, parameter)
        # The default of an SSM parameter type is the name of the parameter, not its value.
        if isinstance(default, Scalar) and not type_name.startswith(SSM_TYPE):
            if self.options.fill_defaults:
                if len(self.uses) < MAX_USES:
                    self.defaults += [(span, name), (default.text.span, name)]
                    self.uses.append((default.text.span, span))
                text = Text(default.text.pieces, span, (name,))
                return self._split_text(text, ",", span, trims=True) if is_list else Scalar.of(text)
            self.overridable = True
        if is_list:
            return Unknown(span, f"parameter {name}")
        return _gap_value(("parameter", name), span, f"${{{name}}}")

    def _default(self, name: str, parameter: Mapping) -> Node | None:
        """Return the default of a parameter, which a placeholder in it leaves unknown in part."""
        if name not in self._defaults:
            written = parameter.get("Default")
            self._defaults[name] = self.resolve(written) if written is not None else None
        return self._defaults[name]

    def _attribute(self, name: str, attribute: str, span: Span) -> Node:
        """Return an attribute of a resource, through the table of well-known ones."""
        resource = self.resources.get(name) if self.resources else None
        kind = resource.get("Type") if isinstance(resource, Mapping) else None
        known = knowledge.table("attributes")["cloudformation"]
        template = known.get(kind.raw, {}).get(attribute) if isinstance(kind, Scalar) else None
        expression = f"${{{name}}}" if attribute == "Ref" else f"${{{name}.{attribute}}}"
        if template is None:
            return _gap_value(("attribute", name, attribute), span, expression)
        return Scalar.of(Text(tuple(self._expand(template, name, attribute, span)), span))

    def _expand(self, template: str, name: str, attribute: str, span: Span) -> Iterator[Decoded | Gap]:
        for literal, placeholder in knowledge.template_parts(template):
            if literal:
                yield _literal(literal, span)
            if placeholder in PLACEHOLDERS:
                yield self._pseudo(PLACEHOLDERS[placeholder], span)
            elif placeholder == "name":
                yield Gap(("resource", name, "name"), span, f"${{{name}}}")
            elif placeholder:
                yield Gap(("attribute", name, attribute), span, f"${{{name}.{attribute}}}")

    def _get_att(self, argument: Node, span: Span) -> Node:
        if isinstance(argument, Scalar):
            name, _, attribute = argument.raw.partition(".")
            return self._attribute(name, attribute, span)
        if isinstance(argument, Sequence) and len(argument.items) == 2:
            parts = [self.text(item) for item in argument.items]
            if parts[0] and parts[0].value and parts[1] and parts[1].value:
                return self._attribute(parts[0].value, parts[1].value, span)
        return _gap_value(("attribute", "", self._shape(argument)), span, first_line(span))

    def _sub(self, argument: Node, span: Span) -> Node:
        variables: Mapping | None = None
        whole = argument
        if isinstance(argument, Sequence) and len(argument.items) == 2:
            given = self.resolve(argument.items[1])
            variables = given if isinstance(given, Mapping) else None
            argument = argument.items[0]
        if not isinstance(argument, Scalar) or argument.tag:
            return Unknown(span, "Fn::Sub of something that is no string")
        decoded = argument.text.pieces[0]
        if not isinstance(decoded, Decoded):
            return Unknown(span, "Fn::Sub of a computed string")
        pieces: list[Decoded | Gap] = []
        defaults: list[str] = []
        unknown = _gap_value(("sub", self._shape(whole)), argument.text.span, first_line(span))
        length = position = 0
        for match in VARIABLE.finditer(decoded.text):
            if match.start() > position:
                pieces.append(decoded.slice(position, match.start()))
            position = match.end()
            place = decoded.span(match.start(), match.end())
            if match[1]:
                pieces.append(_literal(f"${{{match[2]}}}", place))
            else:
                text = self._variable(match[2].strip(), variables, place)
                pieces += text.pieces
                defaults += text.defaults
                length += len(text.pattern)
                if length > MAX_LENGTH or len(pieces) > MAX_PIECES or self._is_exhausted(len(text.pieces)):
                    return unknown
        if position < len(decoded.text) or not pieces:
            pieces.append(decoded.slice(position, len(decoded.text)))
        return Scalar.of(Text(tuple(pieces), argument.text.span, tuple(defaults)))

    def _variable(self, name: str, variables: Mapping | None, place: Span) -> Text:
        value = variables.get(name) if variables else None
        if value is not None:
            text = self.text(value)
        elif "." in name:
            resource, _, attribute = name.partition(".")
            text = self.text(self._attribute(resource, attribute, place))
        else:
            text = self.text(self.reference(name, place))
        identity = ("variable", name) if value is None else ("variable", name, self._shape(value))
        return text or Text((Gap(identity, place, f"${{{name}}}"),), place)

    def _join(self, argument: Node, span: Span) -> Node:
        unknown = _gap_value(("join", self._shape(argument)), span, first_line(span))
        if not isinstance(argument, Sequence) or len(argument.items) != 2:
            return unknown
        delimiter, items = self.text(argument.items[0]), self.resolve(argument.items[1])
        if delimiter is None or not isinstance(items, Sequence):
            return unknown
        pieces: list[Decoded | Gap] = []
        defaults: list[str] = []
        length = 0
        for item in items.items:
            text = self.text(item)
            if text is None:
                if isinstance(self.resolve(item), Absent):
                    continue
                text = Text((Gap(("item", self._shape(item)), item.span, first_line(item.span)),), item.span)
            if pieces and delimiter.pattern:
                pieces += delimiter.pieces
            pieces += text.pieces
            defaults += text.defaults
            length += len(text.pattern) + len(delimiter.pattern)
            if length > MAX_LENGTH or len(pieces) > MAX_PIECES or self._is_exhausted(len(text.pieces)):
                return unknown
        return Scalar.of(Text(tuple(pieces) or (_literal("", span),), span, tuple(defaults)))

    def _if(self, argument: Node, span: Span) -> Node:
        if not isinstance(argument, Sequence) or len(argument.items) != 3:
            return Unknown(span, "Fn::If without three arguments")
        name, when_true, when_false = argument.items
        if not isinstance(name, Scalar):
            return Unknown(span, "Fn::If without a condition name")
        verdict = self.conditions.verdict(name.raw)
        if verdict.otherwise is None:
            return self.resolve(when_true)
        if verdict.when is None:
            return self.resolve(when_false)
        return Choice(span, verdict.when, verdict.otherwise, when_true, when_false)

    def _select(self, argument: Node, span: Span) -> Node:
        if isinstance(argument, Sequence) and len(argument.items) == 2:
            index, items = self.text(argument.items[0]), self.resolve(argument.items[1])
            if index and index.value and INDEX.fullmatch(index.value) and isinstance(items, Sequence):
                number = int(index.value)
                if number < len(items.items) and self._is_certain(items.items, number):
                    return self.resolve(items.items[number])
        return _gap_value(("select", self._shape(argument)), span, first_line(span))

    def _is_certain(self, items: list[Node], number: int) -> bool:
        """Tell whether each item up to one is a value; none of them may vanish, or be several."""
        _, count = self._certain.get(id(items), (items, 0))
        while count <= number and isinstance(self.resolve(items[count]), Scalar):
            count += 1
        self._certain[id(items)] = (items, count)
        return count > number

    def _split(self, argument: Node, span: Span) -> Node:
        if isinstance(argument, Sequence) and len(argument.items) == 2:
            delimiter, text = self.text(argument.items[0]), self.text(argument.items[1])
            if delimiter and delimiter.value and text and text.value is not None:
                return self._split_text(text, delimiter.value, span)
        return Unknown(span, "Fn::Split of an unknown string")

    def _split_text(self, text: Text, delimiter: str, span: Span, trims: bool = False) -> Node:
        """Return the parts of a text as a list; those of one text are made once, however often it is split."""
        if text.value is None:
            return Unknown(span, "the parts of an unknown string")
        key = (id(text.pieces[0]) if len(text.pieces) == 1 else id(text), delimiter, trims)
        if key not in self._parts:
            is_long = (text.pattern.count(delimiter) + 1) * len(text.pieces) > MAX_PARTS
            self._parts[key] = (text, None if is_long else _parts(text, delimiter, trims))
        items = self._parts[key][1]
        if items is None:
            return Unknown(span, "the parts of a very long string")
        return Sequence(Decoded.whole(span.source), span.start, span.end, items)

    def _find_in_map(self, argument: Node, span: Span) -> Node:
        if isinstance(argument, Sequence) and len(argument.items) == 3 and self.mappings:
            found: Node | None = self.mappings
            for item in argument.items:
                key = self.text(item)
                known = key is not None and key.value is not None and isinstance(found, Mapping)
                found = found.get(key.value) if known else None  # type: ignore[union-attr,arg-type]
            if found is not None:
                return self.resolve(found)
        return Unknown(span, "Fn::FindInMap with an unknown key")


def _section(root: Mapping, name: str) -> Mapping | None:
    found = root.get(name)
    return found if isinstance(found, Mapping) else None


def _literal(text: str, span: Span) -> Decoded:
    return Decoded(span.source, text, (Segment(0, span.start, span.end, False),))


def _gap_value(identity: tuple[str, ...], span: Span, expression: str) -> Scalar:
    return Scalar.of(Text((Gap(identity, span, expression),), span))


def _allowed_values(parameters: Mapping) -> dict[str, frozenset[str]]:
    """Return the values that each parameter may have, where that is told."""
    allowed: dict[str, frozenset[str]] = {}
    for pair in parameters.pairs:
        listed = pair.value.get("AllowedValues") if isinstance(pair.value, Mapping) else None
        kind = pair.value.get("Type") if isinstance(pair.value, Mapping) else None
        # What an SSM parameter type allows is the name of the parameter, not its value.
        is_stored = isinstance(kind, Scalar) and kind.raw.startswith(SSM_TYPE)
        if isinstance(pair.key, Scalar) and isinstance(listed, Sequence) and listed.items and not is_stored:
            values = [item.raw for item in listed.items if isinstance(item, Scalar) and masked(item) is item]
            if len(values) == len(listed.items):
                allowed[pair.key.raw] = frozenset(values)
    return allowed


def _parts(text: Text, delimiter: str, trims: bool) -> list[Node]:
    """Return the parts of a known text, each at its own place; a list parameter trims them."""
    items: list[Node] = []
    position = 0
    for part in text.pattern.split(delimiter):
        after = position + len(part) + len(delimiter)
        if trims:
            position += len(part) - len(part.lstrip())
            part = part.strip()
        end = position + len(part)
        place = text.span_of(position, end)
        piece = text.pieces[0]
        known = piece.slice(position, end) if isinstance(piece, Decoded) and len(text.pieces) == 1 else None
        items.append(Scalar.of(Text((known or _literal(part, place),), place, text.defaults)))
        position = after
    return items


def first_line(span: Span) -> str:
    """Return an expression for a message, shortened to its first line."""
    line, _, rest = span.text.partition("\n")
    return f"{line.rstrip()} …" if rest else line
