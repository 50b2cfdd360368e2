"""A folder with an inventory of trails is one account."""

from __future__ import annotations

from ctlint import loaders
from ctlint.loaders import snapshot
from ctlint.model import Deployment, Options
from ctlint.source import Source

AUDIT = "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit"
DATA = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/data"
INVENTORY = f"""{{"trailList": [
  {{"Name": "audit", "TrailARN": "{AUDIT}", "HomeRegion": "us-east-1", "IsMultiRegionTrail": true}},
  {{"Name": "data", "TrailARN": "{DATA}", "HomeRegion": "eu-west-1"}}]}}"""
SELECTORS = '"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": true}]'


def join(files: dict[str, str]) -> list[Deployment]:
    sources = [Source(path, text) for path, text in files.items()]
    return snapshot.join([(source, loaders.load(source, Options()).deployments) for source in sources])


def test_answers_join_their_trail_by_arn() -> None:
    (account,) = join(
        {
            "acc/trails.json": INVENTORY,
            "acc/one.json": f'{{"TrailARN": "{DATA}", {SELECTORS}}}',
            "acc/insights.json": f'{{"TrailARN": "{DATA}", "InsightSelectors": [{{"InsightType": "ApiCallRateInsight"}}]}}',
        }
    )
    audit, data = account.trails
    assert account.closed
    assert audit.event_selectors is None
    assert data.event_selectors is not None and data.insight_selectors is not None
    assert data.attribute("HomeRegion") is not None


def test_a_status_joins_by_the_name_of_its_file() -> None:
    status = '{"IsLogging": false, "LatestDeliveryTime": 1, "StartLoggingTime": 2}'
    (account,) = join({"acc/trails.json": INVENTORY, "acc/status-audit.json": status})
    assert [trail.flag("IsLogging", True) for trail in account.trails] == [False, True]


def test_an_answer_of_an_unlisted_trail_stands_beside_the_others() -> None:
    (account,) = join({"acc/trails.json": INVENTORY, "acc/x.json": f'{{"TrailARN": "{AUDIT}-2", {SELECTORS}}}'})
    assert len(account.trails) == 3


def test_requests_and_other_folders_stand_alone() -> None:
    found = join(
        {
            "acc/trails.json": INVENTORY,
            "acc/request.json": f'{{"TrailName": "audit", {SELECTORS}}}',
            "elsewhere/one.json": f'{{"TrailARN": "{DATA}", {SELECTORS}}}',
        }
    )
    assert sorted(len(deployment.trails) for deployment in found) == [1, 1, 2]
    assert [deployment.closed for deployment in found].count(True) == 1
