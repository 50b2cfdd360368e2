"""`aws cloudtrail` commands in scripts and documents."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctlint import loaders
from ctlint.guard import contradicts
from ctlint.loaders import commands
from ctlint.model import Deployment, Options, Trail
from ctlint.source import Source
from ctlint.text import Text

PUT = "aws cloudtrail put-event-selectors --trail-name acme"
WRITES = """'[{"ReadWriteType": "WriteOnly"}]'"""
ANSWER = '"TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/acme"'


def script(text: str) -> Deployment:
    """Return the one deployment of a script."""
    (deployment,) = commands.load(Source("script.sh", text), is_script=True)
    return deployment


def document(text: str, suffix: str = "md") -> tuple[Deployment, ...]:
    return commands.load(Source(f"document.{suffix}", text), is_script=False)


def trails(deployments: tuple[Deployment, ...]) -> list[Trail]:
    return [trail for deployment in deployments for trail in deployment.trails]


def problems(*deployments: Deployment) -> list[tuple[str, int, str]]:
    """Return kind, line and marked text of every problem."""
    return [
        (problem.kind, problem.span.start_position.line, problem.span.text)
        for deployment in deployments
        for problem in deployment.problems
    ]


def read_write_types(found: list[Trail]) -> list[str]:
    return [
        selector.read_write_type.display
        for trail in found
        if trail.event_selectors
        for selector in trail.event_selectors.items
        if selector.read_write_type
    ]


def values(trail: Trail) -> list[Text]:
    """Return the values of a trail's only basic data resource."""
    assert trail.event_selectors is not None
    (resource,) = trail.event_selectors.items[0].data_resources.items  # type: ignore[union-attr]
    assert resource.values is not None
    return list(resource.values.items)


def data(quoted: str) -> str:
    """Return a command with one data resource, its values in `quoted` shell text."""
    return f"""{PUT} --event-selectors '[{{"DataResources": [{{"Type": "AWS::S3::Object", "Values": {quoted}}}]}}]'"""


@pytest.mark.parametrize(
    "text",
    [
        f"{PUT} --event-selectors {WRITES}",
        f"{PUT} --event-selectors={WRITES}",
        f"{PUT} --event-sel {WRITES}",
        f"sudo -E AWS_PROFILE=x {PUT} --event-selectors {WRITES} > /dev/null 2>&1 || true",
        "aws --profile x --region us-east-1 cloudtrail put-event-selectors --trail-name acme "
        f"--event-selectors {WRITES}",
        f"cd x && /usr/local/bin/{PUT} \\\n  --event-selectors {WRITES} | jq .",
        f"if ! {PUT} --event-selectors {WRITES}; then exit 1; fi",
        f"set_up() {{\n  {PUT} --event-selectors {WRITES}\n}}",
        f"OUT=$({PUT} --event-selectors {WRITES})",
        f'echo "$({PUT} --event-selectors {WRITES})"',
        f"cat > file <<EOF\nit's {{ a \"quote\nEOF\n{PUT} --event-selectors {WRITES}",
        f"""{PUT} --event-selectors "$(cat <<'EOF'\n[{{"ReadWriteType": "WriteOnly"}}]\nEOF\n)" """,
        f"""{PUT} --event-selectors '{{"ReadWriteType": "WriteOnly"}}'""",
        f'{PUT} --event-selectors "[{{\\"ReadWriteType\\": \\"WriteOnly\\"}}]"',
        f"""{PUT} --event-selectors $'[{{"ReadWriteType":\\t"WriteOnly"}}]'""",
        f"{PUT} --event-selectors ReadWriteType=WriteOnly,IncludeManagementEvents=true",
        """aws cloudtrail put-event-selectors --cli-input-json """
        """'{"TrailName": "acme", "EventSelectors": [{"ReadWriteType": "WriteOnly"}]}'""",
        "aws cloudtrail put-event-selectors --cli-input-yaml "
        "'{TrailName: acme, EventSelectors: [{ReadWriteType: WriteOnly}]}'",
        "aws cloudtrail put-event-selectors --cli-input-yaml 'TrailName: acme\nEventSelectors:\n"
        "- ReadWriteType: WriteOnly\n'",
        'aws cloudtrail put-event-selectors --cli-input-yaml "$(cat <<EOF\nTrailName: acme\nEventSelectors:\n'
        '- ReadWriteType: WriteOnly\nEOF\n)"',
        f"{PUT} --cli-input-yaml $'EventSelectors:\\n- ReadWriteType: WriteOnly'",
    ],
)
def test_a_command_is_read_in_every_dress(text: str) -> None:
    deployment = script(text)
    (trail,) = deployment.trails
    assert (trail.name and trail.name.value, read_write_types([trail]), problems(deployment)) == (
        "acme",
        ["WriteOnly"],
        [],
    )


@pytest.mark.parametrize(
    "text",
    [
        f"# {PUT} --event-selectors {WRITES}",
        f'echo "{PUT}" --event-selectors x',
        f"cat <<EOF > run.sh\n{PUT} --event-selectors {WRITES}\nEOF",
        f"#!/usr/bin/env python3\nrun('{PUT}')",
        "aws cloudtrail put-event-selectors",
        "aws cloudtrail lookup-events --max-results 5",
        "aws iam put-event-selectors --event-selectors '[{]'",
    ],
)
def test_what_runs_no_such_command_is_left_alone(text: str) -> None:
    assert commands.load(Source("script.sh", text), is_script=True) == ()


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("'[]'", 0),
        ("file://selectors.json", None),
        ('"$SELECTORS"', None),
        ("$(jq -c . selectors.json)", None),
        ("'[...]'", None),
        ("""'[{"ReadWriteType": "ReadOnly"|"WriteOnly"|"All"}]'""", None),
        ("""'[{"ReadWriteType": "string"}]'""", None),
        ("'<selectors>'", None),
        ("""'{"ReadWriteType": "All"}' '{"ReadWriteType": "All"}'""", 2),
        ("ReadWriteType=All ReadWriteType=WriteOnly", 2),
    ],
)
def test_known_and_unknown_lists(option: str, expected: int | None) -> None:
    deployment = script(f"{PUT} --event-selectors {option}")
    (trail,) = deployment.trails
    assert trail.event_selectors is not None
    found = len(trail.event_selectors.items) if trail.event_selectors.complete else None
    assert (found, problems(deployment)) == (expected, [])


def test_shorthand_is_read_with_its_places() -> None:
    text = f"{PUT} --advanced-event-selectors 'Name=a b,FieldSelectors=[{{Field=readOnly,Equals=true}},"
    text += "{Field=eventName,Equals=[x,y]}]'"
    (trail,) = script(text).trails
    assert trail.advanced_event_selectors is not None
    (selector,) = trail.advanced_event_selectors.items
    found = [
        (field.name, [(value.value, value.span.text) for value in field.conditions[0].values.items])
        for field in selector.field_selectors
    ]
    assert found == [("readOnly", [("true", "true")]), ("eventName", [("x", "x"), ("y", "y")])]


def test_positions_point_into_yaml() -> None:
    text = (
        "aws cloudtrail put-event-selectors --cli-input-yaml \"$(cat <<'EOF'\n"
        "TrailName: acme\nEventSelectors:\n- ReadWriteType: All\n  ReadWrite: x\n"
        "  IncludeManagementEvents: 'true'\nEOF\n)\"\necho x"
    )
    deployment = script(text)
    assert problems(deployment) == [("unknown-key", 5, "ReadWrite"), ("wrong-type", 6, "'true'")]
    (trail,) = deployment.trails
    selector = trail.event_selectors.items[0]  # type: ignore[union-attr]
    assert selector.read_write_type is not None
    assert (selector.read_write_type.span.text, trail.span.text) == ("All", "acme")


@pytest.mark.parametrize(
    ("quoted", "complete", "known"),
    [
        ("""'EventSelectors: [{DataResources: [{Type: x, Values: ["a", "'"$B"'/"]}]}]'""", True, ["a", "$B/"]),
        ("""'EventSelectors: [{DataResources: [{Type: x, Values: [a, '"$MORE"']}]}]'""", False, ["a"]),
        ("""'EventSelectors: [{DataResources: [{Type: x, Values: '"$ALL"'}]}]'""", False, []),
        ("""'EventSelectors: [{DataResources: [{Type: x, Values: [a], '"$K"': b}]}]'""", True, ["a"]),
    ],
)
def test_unknown_parts_of_yaml(quoted: str, complete: bool, known: list[str]) -> None:
    deployment = script(f"{PUT} --cli-input-yaml {quoted}")
    (resource,) = deployment.trails[0].event_selectors.items[0].data_resources.items  # type: ignore[union-attr]
    assert resource.values is not None
    found = (resource.values.complete, [value.display for value in resource.values.items])
    assert (found, problems(deployment)) == ((complete, known), [])


@pytest.mark.parametrize(
    "quoted",
    [
        "file://selectors.yaml",
        '"$YAML"',
        "plain",
        "'EventSelectors: [{ReadWriteType: string}]'",
        """'EventSelectors:\n'"$SELECTORS"'\n  x: [}'""",
    ],
)
def test_yaml_that_is_not_known(quoted: str) -> None:
    deployment = script(f"{PUT} --cli-input-yaml {quoted}")
    assert ([trail.event_selectors for trail in deployment.trails], problems(deployment)) == ([None], [])


def test_broken_yaml_and_yaml_that_leads_in_a_circle() -> None:
    broken = script(f"{PUT} --cli-input-yaml 'EventSelectors: [{{ReadWriteType: All]'")
    assert problems(broken) == [("unparsable", 1, "]")]
    circle = script(f"{PUT} --cli-input-yaml 'EventSelectors: &a [*a, {{ReadWriteType: '$X'}}]'")
    assert [kind for kind, _, _ in problems(circle)] == ["wrong-type"]


def test_positions_point_into_quoted_json() -> None:
    text = data('[\n"arn:aws:s3:::acme/",\n"arn:aws:s3:::logs/"]')
    found = [(value.span.text, value.span.start_position.line) for value in values(*script(text).trails)]
    assert found == [("arn:aws:s3:::acme/", 2), ("arn:aws:s3:::logs/", 3)]


def test_spliced_variables_are_gaps() -> None:
    text = data("""["arn:aws:s3:::'"$B"'/", "arn:aws:s3:::'$B'/x", "arn:aws:s3:::'${C:-d}'/"]""")
    first, second, third = values(*script(text).trails)
    assert [each.display for each in (first, second, third)] == [
        "arn:aws:s3:::$B/",
        "arn:aws:s3:::$B/x",
        "arn:aws:s3:::${C:-d}/",
    ]
    assert first.identity[1] == second.identity[1] != third.identity[1]
    assert (first.value, first.head, first.tail) == (None, "arn:aws:s3:::", "/")


def test_a_variable_with_another_value_is_another_gap() -> None:
    text = "\n".join((data("""["'$B'"]"""), "B=other", data("""["'$B'"]""").replace("acme", "other")))
    one, other = script(text).trails
    assert values(one)[0].identity != values(other)[0].identity


@pytest.mark.parametrize("quoted", ["['$ALL']", """["a", '"$MORE"']""", """['"$FIRST"' "a"]"""])
def test_an_unknown_part_of_json_makes_a_list_incomplete(quoted: str) -> None:
    deployment = script(data(quoted))
    (resource,) = deployment.trails[0].event_selectors.items[0].data_resources.items  # type: ignore[union-attr]
    assert resource.values is not None
    assert (resource.values.complete, problems(deployment)) == (False, [])


def test_placeholders_are_gaps() -> None:
    text = data('["arn:aws:s3:::<bucket>/", "arn:aws:s3:::${bucket}/", "arn:aws:s3:::{{ bucket }}/"]')
    assert [value.value for value in values(*script(text).trails)] == [None, None, None]


def test_commands_for_one_name_make_one_trail() -> None:
    deployment = script(
        "aws cloudtrail create-trail --name acme --s3-bucket-name logs --is-multi-region-trail --region eu-west-1\n"
        "aws cloudtrail update-trail --name acme --no-include-global-service-events\n"
        f"{PUT} --event-selectors {WRITES}\n"
        "aws cloudtrail put-insight-selectors --trail-name acme --insight-selectors InsightType=ApiCallRateInsight\n"
    )
    (trail,) = deployment.trails
    attributes = {name: attribute.value and attribute.value.value for name, attribute in trail.attributes.items()}
    assert attributes == {
        "Name": "acme",
        "TrailName": "acme",
        "S3BucketName": "logs",
        "IsMultiRegionTrail": "true",
        "HomeRegion": "eu-west-1",
        "IncludeGlobalServiceEvents": "false",
        "IsLogging": None,
    }
    assert trail.destination == "trail"
    assert trail.insight_selectors is not None and len(trail.insight_selectors.items) == 1
    assert read_write_types([trail]) == ["WriteOnly"]


def test_selectors_written_twice_never_exist_together() -> None:
    one, other = script(f"{PUT} --event-selectors {WRITES}\nsleep 9\n{PUT} --event-selectors {WRITES}").trails
    assert contradicts(one.guard, other.guard)


def test_a_branch_is_no_certainty() -> None:
    certain, branch, function = script(
        f"{PUT} --event-selectors {WRITES}\nif x; then\n{PUT}2 --event-selectors {WRITES}\nfi\n"
        f"f() {{\n{PUT}3 --event-selectors {WRITES}\n}}\n"
    ).trails
    assert (bool(certain.guard), bool(branch.guard), bool(function.guard)) == (False, True, True)


@pytest.mark.parametrize(
    ("command", "destination"),
    [
        ("create-event-data-store --name acme --advanced-event-selectors '[]'", "event_data_store"),
        ("update-event-data-store --event-data-store arn --no-multi-region-enabled", "event_data_store"),
        ("put-insight-selectors --event-data-store arn --insight-selectors '[]'", "event_data_store"),
        ("put-insight-selectors --trail-name acme --insight-selectors '[]'", "trail"),
        ("put-insight-selectors --insight-selectors '[]'", None),
    ],
)
def test_destinations(command: str, destination: str | None) -> None:
    assert [trail.destination for trail in script(f"aws cloudtrail {command}").trails] == [destination]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{PUT} --advanced event-selectors '[]'", ("malformed-command", 1, "--advanced event-selectors")),
        (f"{PUT} - -event-selectors '[]'", ("malformed-command", 1, "- -event-selectors")),
        (f"{PUT} -event-selectors '[]'", ("malformed-command", 1, "-event-selectors")),
        (f"{PUT} –event-selectors '[]'", ("malformed-command", 1, "–event-selectors")),
        (f"{PUT} --event_selectors '[]'", ("malformed-command", 1, "--event_selectors")),
        (f"{PUT} --event-selectrs='[]'", ("malformed-command", 1, "--event-selectrs")),
        (f"{PUT} --s3-bucket-name x", ("malformed-command", 1, "--s3-bucket-name")),
        ("aws cloudtrail put-event-selectors --name x", ("malformed-command", 1, "--name")),
        ("aws cloudtrail get-trail - -name x", ("malformed-command", 1, "- -name")),
        (f"{PUT} --event-selectors \\ \n  '[]'", ("malformed-command", 1, "\\")),
        (f"{PUT} --event-selectors\n  '[]'", ("malformed-command", 1, "s")),
        (f"{PUT}\n  --event-selectors '[]'", ("malformed-command", 1, "e")),
        (f"{PUT} --event-selectors '[]", ("malformed-command", 1, "'")),
        (f"{PUT} --event-selectors '[]\necho 'x'", ("malformed-command", 1, "'")),
        (f'{PUT} --event-selectors "[{{"ReadWriteType": "All"}}]"', ("malformed-command", 1, '"')),
        (f'{PUT} --event-selectors [{{"ReadWriteType": "All"}}]', ("malformed-command", 1, "[")),
        (f'{PUT} --event-selectors ‘[{{"ReadWriteType": "All"}}]’', ("malformed-command", 1, "‘")),
        (f'{PUT} --event-selectors \'[{{\\"ReadWriteType\\": \\"All\\"}}]\'', ("malformed-command", 1, "'")),
        (f"""{PUT} --event-selectors '[{{"ReadWriteType": "All"}},]'""", ("lenient-syntax", 1, ",")),
        (f"""{PUT} --event-selectors '[{{"IncludeManagementEvents": "true"}}]'""", ("wrong-type", 1, '"true"')),
    ],
)
def test_faults_of_commands(text: str, expected: tuple[str, int, str]) -> None:
    assert problems(script(text)) == [expected]


def test_a_broken_command_is_read_as_it_was_meant() -> None:
    for option in (
        f"--event selectors {WRITES}",
        f"- -event-selectors {WRITES}",
        """--event-selectors "[{"ReadWriteType": "WriteOnly"}]" --region eu-west-1""",
        """--event-selectors [{"ReadWriteType": "WriteOnly"}] --region eu-west-1""",
        """--event-selectors “[{"ReadWriteType": "WriteOnly"}]” --region eu-west-1""",
    ):
        assert read_write_types(list(script(f"{PUT} {option}").trails)) == ["WriteOnly"], option


@pytest.mark.parametrize(
    "quoted",
    [
        """'[{"Name": "Bob's", "FieldSelectors": [{"Field": "x", "Equals": ["y"]}]}]'""",
        """'[{"Name": "Bob's","FieldSelectors":[]}]'""",
        """'[{"Name": "the users' log", "FieldSelectors": []}]'""",
        """'[{"Name": "the users'", "FieldSelectors": []}]'""",
        """'[{"Name": "Bob's and Ann's", "FieldSelectors": []}]'""",
        """'[\n  {"FieldSelectors": [],\n   "Name": "'"$NAME"'s and Bob's"\n  }\n]\n'""",
        """'[{"Name": "Bob's"}]""",
    ],
)
@pytest.mark.parametrize("sign", [" ", "="])
def test_an_apostrophe_in_json(quoted: str, sign: str) -> None:
    """It is one fault, what it stands in is not known, and the lines behind it are read as ever."""
    command = f"{PUT} --advanced-event-selectors{sign}{quoted} --region eu-west-1"
    following = f"{PUT}2 --event-selectors {WRITES}"
    for text, is_script in ((f"{command}\n{following}\n", True), (f"```\n{command}\n{following}\n```\n", False)):
        found = commands.load(Source("x", text), is_script)
        (fault,) = [problem for deployment in found for problem in deployment.problems]
        assert (fault.kind, fault.span.text) == ("malformed-command", "'")
        assert re.search(r"Bob$|users$", text[: fault.span.start])
        one, other = trails(found)
        assert one.advanced_event_selectors is not None
        assert (one.advanced_event_selectors.complete, one.advanced_event_selectors.items) == (False, ())
        assert one.attributes["HomeRegion"].value is not None
        assert read_write_types([other]) == ["WriteOnly"]


@pytest.mark.parametrize(
    "quoted",
    [
        """'[{"Name": "Bob'\\''s", "FieldSelectors": []}]'""",
        """'[{"Name": "Bob'"'"'s", "FieldSelectors": []}]'""",
        """'[{"Name": "'Bob'", "FieldSelectors": []}]'""",
        """'[{"Name": "'"$A"-"$B"'", "FieldSelectors": []}]'""",
        """'[{"Name": "'"$(x 'y')"'", "FieldSelectors": []}]'""",
        """'[{"Name": "'${A:-b c}'", "FieldSelectors": []}]'""",
        """'[{"Name": "'`x y`'", "FieldSelectors": []}]'""",
        """'[{"Name": "x", "FieldSelectors": []}]' # Bob's""",
        """'[{"Name": "x", "FieldSelectors": []} ]' && echo "Bob's", "x" ]""",
    ],
)
def test_quotes_in_json_that_the_shell_takes_as_they_are_meant(quoted: str) -> None:
    deployment = script(f"{PUT} --advanced-event-selectors {quoted}")
    (trail,) = deployment.trails
    assert trail.advanced_event_selectors is not None
    assert (len(trail.advanced_event_selectors.items), problems(deployment)) == (1, [])


@pytest.mark.parametrize(
    "between",
    [
        "TRAIL=b",
        "read TRAIL",
        "sleep 60",
        "source ./environment",
        "export AWS_PROFILE=other",
        "aws cloudtrail delete-trail --name $TRAIL",
        "exit 0",
        "if x; then",
        "for TRAIL in a b; do",
        "[ -n x ] &&",
    ],
)
def test_selectors_are_overwritten_only_where_that_is_certain(between: str) -> None:
    put = "aws cloudtrail put-event-selectors --trail-name $TRAIL --event-selectors '[]'"
    assert problems(script(f"{put}\n{between}\n{put}")) == []
    assert problems(script(f"{put}\necho x\n{put}")) == [("overwritten-selectors", 3, "put-event-selectors")]
    assert problems(script(f"{put} &&\n{put}")) == [("overwritten-selectors", 2, "put-event-selectors")]


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (f"{PUT} --event-selectors '[]'", "acme"),
        ("aws cloudtrail put-event-selectors --trail-name $TRAIL --event-selectors '[]'", "$TRAIL"),
        ("aws cloudtrail put-insight-selectors --event-data-store $ID --insight-selectors '[]'", "$ID"),
    ],
)
def test_what_overwrites_selectors_names_their_owner_and_the_line(command: str, name: str) -> None:
    (problem,) = script(f"#!/bin/sh\n\n{command}\necho x\n{command}\n").problems
    assert problem.message == f"replaces the selectors set for `{name}` at line 3"


@pytest.mark.parametrize(
    "text",
    [
        f"```bash\n{PUT} --event-selectors {WRITES}\n```\n",
        f"~~~~ console\n$ {PUT} \\\n> --event-selectors {WRITES}\n~~~~\n",
        f"1. First\n\n   ```JSON\n   {PUT} --event-selectors\n   {WRITES}\n   ```\n",
        f'> ```\n> {PUT} --event-selectors \'[\n>   {{"ReadWriteType": "WriteOnly"}}]\'\n> ```\n',
        f'Text:\n\n    {PUT} --event-selectors \'[\n\n      {{"ReadWriteType": "WriteOnly"}}]\'\n\n    Don\'t.\n',
        f"Run `{PUT} --event-selectors {WRITES}` now; it's good.\n",
        f'{PUT} \\ --event-selectors \\\'[{{"ReadWriteType": "WriteOnly"}}]\'\nNote\n',
        f".. code-block:: bash\n   :linenos:\n\n   {PUT} --event-selectors {WRITES}\n",
        f"Like this::\n\n  {PUT} --event-selectors {WRITES}\n",
        f'```\n{PUT} --event-selectors \'[{{\\"ReadWriteType\\": \\"WriteOnly\\"}}]\'\n```\n',
        'Selectors:\n\n```json\n[{"ReadWriteType": "WriteOnly"}]\n```\n',
        'Text\n\n{ "EventSelectors": [ { "ReadWriteType": "WriteOnly" } ] }\n\nText\n',
    ],
)
def test_blocks_of_documents(text: str) -> None:
    found = document(text)
    assert (read_write_types(trails(found)), problems(*found)) == (["WriteOnly"], [])


@pytest.mark.parametrize(
    "text",
    [
        f"```powershell\n{PUT} --event-selectors '[\n```\n",
        f".. code-block:: python\n\n   {PUT} --event-selectors '[\n",
        f"{PUT.removesuffix(' --trail-name acme')} doesn't add selectors.\n",
        "Run `aws cloudtrail put-event-selectors` again.\n",
        '```json\n[{"Name": "string", "FieldSelectors": [{"Field": "string", "Equals": ["string", ...]}]}]\n```\n',
        '```json\n{"Version": "2012-10-17", "Statement": [{"Action": "cloudtrail:PutEventSelectors"},]}\n```\n',
        f"<pre>\n{PUT} --event-selectors '[{{&quot;ReadWriteType&quot;: 1}}]'\n</pre>\n",
    ],
)
def test_what_else_documents_hold_is_left_alone(text: str) -> None:
    assert document(text) == ()


def answer(kind: str, selectors: str) -> str:
    return f'\nThe answer:\n\n```\n{{{ANSWER}, "{kind}": {selectors}}}\n```\n'


def test_an_answer_repeats_its_command() -> None:
    command = f"```\n{PUT} --event-selectors {WRITES}\n```\n"
    full = (
        '[{"IncludeManagementEvents": true, "ReadWriteType": "WriteOnly", "DataResources": [], '
        '"ExcludeManagementEventSources": [],}]'
    )
    found = document(command + answer("EventSelectors", full))
    assert (read_write_types(trails(found)), problems(*found)) == (["WriteOnly"], [("lenient-syntax", 8, ",")])


@pytest.mark.parametrize(
    ("selectors", "expected", "message"),
    [
        (
            '[{"ReadWriteType": "All"}]',
            "All",
            "the answer shows `ReadWriteType` `All`, but the command sets `WriteOnly`",
        ),
        (
            '[{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": false}]',
            "false",
            "the answer shows `IncludeManagementEvents` `false`, but the command sets `true`",
        ),
        (
            '[{"ReadWriteType": "WriteOnly"}, {"ReadWriteType": "ReadOnly"}]',
            '"EventSelectors"',
            "the answer has 2 selectors, but the command sets 1",
        ),
        (
            '[{"ReadWriteType": "WriteOnly", "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}]',
            "AWS::S3::Object",
            "the answer shows `DataResources AWS::S3::Object` `arn:aws:s3`, which the command does not set",
        ),
    ],
)
def test_an_answer_that_says_something_else(selectors: str, expected: str, message: str) -> None:
    found = document(f"```\n{PUT} --event-selectors {WRITES}\n```\n" + answer("EventSelectors", selectors))
    assert (len(trails(found)), problems(*found)) == (1, [("mismatched-response", 8, expected)])
    assert [problem.message for deployment in found for problem in deployment.problems] == [message]


def test_an_answer_without_its_command_stands_alone() -> None:
    selectors = '[{"ReadWriteType": "All"}]'
    for before in (
        "",
        f"```\n{PUT} --event-selectors file://x.json\n```\n",
        f"```\n{PUT}\naws cloudtrail get-event-selectors --trail-name acme\n```\n",
    ):
        found = trails(document(before + answer("EventSelectors", selectors)))
        written = [trail.dialect.is_answer for trail in found if trail.event_selectors and trail.event_selectors.items]
        assert written == [True], before


def test_an_answer_that_the_document_has_said_before_is_not_said_again() -> None:
    selectors = '[{"ReadWriteType": "WriteOnly"}]'
    text = f"```json\n{selectors}\n```\n" + answer("EventSelectors", selectors)
    assert read_write_types(trails(document(text))) == ["WriteOnly"]


def test_hosts_in_the_prose_of_a_document_about_selectors() -> None:
    text = (
        "CloudTrail event selectors can leave out kms.amazonaws.com.rproxy.example.com.\n"
        "Not `kms.amazonaws.com`. See https://docs.aws.amazon.com/x or s3.amazonaws.com/bucket.\n"
        "In China: s3.cn-north-1.amazonaws.com.cn. A file: kms.amazonaws.com.png; kms.amazonaws.com.If it is.\n"
        "But kms.amazonaws.com.cn.proxy.example is mangled.\n"
    )
    assert problems(*document(text)) == [
        ("mangled-host", 1, "kms.amazonaws.com.rproxy.example.com"),
        ("mangled-host", 4, "kms.amazonaws.com.cn.proxy.example"),
    ]
    assert document("See kms.amazonaws.com.rproxy.example.com.\n") == ()
    assert commands.load(Source("x.sh", f"# {text}\naws cloudtrail x"), is_script=True) == ()


COMMAND = f"""{PUT} --event-selectors '[{{"ReadWriteType": "WriteOnly"}}]'"""


@pytest.mark.parametrize("name", ["<stdin>", "Makefile", "deploy.command"])
@pytest.mark.parametrize(
    "text",
    [
        COMMAND,
        f"$ {COMMAND}",
        f"AWS_PROFILE=x {COMMAND}",
        f"set -e\nif x; then\n  {COMMAND}\nfi\n",
        COMMAND.replace(" --event", " \\\n  --event"),
        "aws cloudtrail put-event-selectors --cli-input-yaml 'EventSelectors: [{ReadWriteType: WriteOnly}]'",
    ],
)
def test_commands_in_a_text_without_a_telling_name(name: str, text: str) -> None:
    loaded = loaders.load(Source(name, text), Options(), named=True)
    assert (read_write_types(trails(loaded.deployments)), loaded.problems) == (["WriteOnly"], ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("<stdin>", f"steps:\n  - run: |\n      {COMMAND}\n"),
        ("<stdin>", f"steps:\n  - run: >-\n      x\n\n      {PUT} --event-selectors []\n"),
        ("<stdin>", f"[{json.dumps(COMMAND)}"),
        ("deploy.ps1", COMMAND),
        ("deploy.yaml", COMMAND),
        ("deploy.sh.j2", COMMAND),
        ("notes", "The aws cloudtrail commands are documented."),
    ],
)
def test_text_that_is_no_script_is_not_read_as_one(name: str, text: str) -> None:
    assert loaders.load(Source(name, text), Options()).deployments == ()


@given(st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_what_a_shell_quotes_is_read_as_it_was(strings: list[str]) -> None:
    """JSON in single quotes, as `shlex.quote` writes it, keeps every character; each stands where its span says."""
    texts = [string.replace("\0", "").replace("\ufffc", "") for string in strings]
    wanted = [f"arn:{text}" for text in texts if not any(mark in text for mark in "<${")]
    quoted = shlex.quote(json.dumps([{"DataResources": [{"Type": "x", "Values": wanted}]}]))
    found = values(script(f"{PUT} --event-selectors {quoted}").trails[0]) if wanted else []
    assert [text.value for text in found] == wanted
    for text in found:
        for at, character in enumerate(text.pattern):
            written = text.span_of(at, at + 1).text
            assert written == character or written.startswith("\\") or "'" in written


@given(st.text(alphabet="ab \"\\'$`\n", max_size=12))
def test_double_quotes_are_undone(string: str) -> None:
    quoted = '"x' + "".join(f"\\{mark}" if mark in '"\\$`' else mark for mark in string) + '"'
    (trail,) = script(f"aws cloudtrail create-trail --name {quoted}").trails
    assert trail.name is not None
    assert trail.name.value == f"x{string}"


TOKENS = [
    PUT, "aws cloudtrail put-insight-selectors ", " --event-selectors ", "'", '"', "[{", "}]", '"ReadWriteType": "All"',
    "$X", "${X", "$(", "`", "```\n", "\n", "\r\n", "\\\n", "\\ ", " ", "<<EOF\n", "EOF\n", "| ", "&& ", "if ", "fi\n",
    "Bob's", '": "', " --cli-input-yaml ", "EventSelectors: ", "&a ", "*a ", "- ",
    "{", "}", "(", ")", "#", "=", "“", "<x>", "- -name ", "\0", "\ufffc", "~~~\n", "    ", "> ", ANSWER, "...",
    "ReadWriteType=All,", "case x in ", "esac", "do ", "done ", "f() ", "kms.amazonaws.com.a.b ", ".. code-block:: sh\n\n",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=40), st.booleans())
def test_nothing_breaks_the_reading(tokens: list[str], is_script: bool) -> None:
    text = "".join(tokens)
    for deployment in commands.load(Source("x", text), is_script):
        for problem in deployment.problems:
            assert 0 <= problem.span.start <= problem.span.end <= len(text)
            assert problem.message


@pytest.mark.parametrize(
    "filler",
    ["\\", "$(", "'", '"[{"a ', "[", "<", "`a ", "if ", "--x ", '{"a":[', "case ", """'["'"$X"'""", """='['"""],
)
def test_long_nonsense_is_read_to_its_end(filler: str) -> None:
    text = f"{PUT} --event-selectors {filler * 20_000}"
    for is_script in (True, False):
        found = commands.load(Source("x", text), is_script)
        assert len(trails(found)) <= 1
