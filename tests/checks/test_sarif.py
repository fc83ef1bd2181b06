"""workflow check --format sarif against the official schema of SARIF 2.1.0 (OASIS), where it is at hand."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from ..office import Office

TEXT = "The title {name}\n\nThe meeting was opened by the minister. The office trained 125 “new” officers. See <a>.\n"


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema in the file that SARIF_SCHEMA names; https://docs.oasis-open.org and `npm pack @microsoft/jest-sarif` have it."""
    named = os.environ.get("SARIF_SCHEMA", "")
    if not Path(named).is_file():
        pytest.skip("SARIF_SCHEMA names no file with the schema of SARIF 2.1.0")
    jsonschema = pytest.importorskip("jsonschema")
    read = json.loads(Path(named).read_text("utf-8"))
    kind = jsonschema.validators.validator_for(read)
    kind.check_schema(read)
    return kind(read, format_checker=jsonschema.FormatChecker())


@pytest.fixture
def troubled(office: Office) -> Office:
    """An office with findings of all kinds: on entries, over all releases, on sources, metadata and names that are not ASCII."""
    for name in ("a", "б в", "100%"):
        office.write(f"sources/{name}.txt", TEXT.format(name=name))
    office.write("sources/c.md", "# Not read\n")
    office.write("sources/stray.toml", "withdrawn = true\n")
    office.write("sources/d.txt", "Broken catalog\n")
    office.do("sync")
    for number, name in enumerate(("a", "б в", "100%")):
        office.accept(name, translate=lambda msgid, number=number: f"Иначе {number}, и «так  152 ")
    path = office.catalog("d")
    path.write_bytes(path.read_bytes() + b"<<<<<<< ours\n")
    return office


def test_the_log_is_valid(troubled: Office, schema: Any) -> None:
    """Against the schema: a log with findings of every kind, and one without any."""
    said = troubled.do("check", "--format", "sarif")
    assert said.exit == 1
    log = json.loads(said.out)
    assert [error.message for error in schema.iter_errors(log)] == []
    assert len({result["ruleId"] for result in log["runs"][0]["results"]}) > 6
    for path in (troubled.root / "sources").iterdir():
        path.unlink()
    for path in (troubled.root / "locales/ru/LC_MESSAGES").iterdir():
        path.unlink()
    log = json.loads(troubled.do("check", "--format", "sarif").out)
    assert [error.message for error in schema.iter_errors(log)] == []
    assert log["runs"][0]["results"] == []


def test_the_log_is_true(troubled: Office) -> None:
    """Each result names its rule, a file of the project and a line that it has; its fingerprint outlives a change of lines."""
    log = json.loads(troubled.do("check", "--format", "sarif").out)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in run["results"]})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result.get("locations", ()):
            place = location["physicalLocation"]
            assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", place["artifactLocation"]["uri"])
            path = troubled.root / unquote(place["artifactLocation"]["uri"])
            assert path.is_file()
            assert 1 <= place.get("region", {"startLine": 1})["startLine"] <= len(path.read_bytes().splitlines())
    before = {result["partialFingerprints"]["finding/v1"] for result in run["results"]}
    for name in ("a", "б в"):
        path = troubled.catalog(name)
        path.write_bytes(path.read_bytes().replace(b"\n\n", b"\n\n# a comment\n"))
    after = json.loads(troubled.do("check", "--format", "sarif").out)["runs"][0]["results"]
    assert {result["partialFingerprints"]["finding/v1"] for result in after} == before


def test_findings_stand_in_one_order(troubled: Office) -> None:
    """Sources, then catalogs by name and line, then what is said over all releases; whatever the index knows, and in each format."""
    cold = troubled.do("check", "--json").out
    assert troubled.do("check", "--json").out == cold
    (troubled.root / ".workflow/index.sqlite").unlink()
    assert troubled.do("check", "--json").out == cold
    places = [(one["where"]["path"], one["where"]["line"], one["code"]) for one in json.loads(cold)["findings"]]
    entries = [place for place in places if place[2][:2] not in ("S0", "E0", "P9")]
    assert entries == sorted(entries, key=lambda place: place[:2])
    kinds = ["SEP9".index(code[0]) + (code[:2] == "P9") for *_, code in places]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2, 3}
    sarif = json.loads(troubled.do("check", "--format", "sarif").out)["runs"][0]["results"]
    assert [one["ruleId"] for one in sarif] == [code for *_, code in places]
    assert len(troubled.do("check", "--format", "github").out.splitlines()) == len(places)
    assert len(troubled.do("check").err.splitlines()) == len(places)
