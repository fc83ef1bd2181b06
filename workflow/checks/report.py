"""Findings in the formats that code review sites show in place.

- SARIF 2.1.0 (OASIS Standard): one log with one run; `ruleId` is a finding's code, columns are not told.
- Workflow commands of GitHub Actions: `::error file=…,line=…,title=…::message`, one line a finding, in which `%`, CR and LF are escaped, in
  properties `:` and `,` as well (docs.github.com, “Workflow commands for GitHub Actions”).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from workflow.model import Finding, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(findings: Sequence[Finding], summaries: dict[str, tuple[Severity, str]]) -> dict[str, Any]:
    """Returns a SARIF log.

    Args:
        findings: In the order in which they are told.
        summaries: Code -> severity and what it asks for, for the codes that are known.
    """
    used = sorted({finding.code for finding in findings})
    rules: list[dict[str, Any]] = []
    for code in used:
        rule: dict[str, Any] = {"id": code}
        if code in summaries:
            severity, summary = summaries[code]
            rule |= {"shortDescription": {"text": summary}, "defaultConfiguration": {"level": severity}}
        rules.append(rule)
    driver = {"name": "workflow", "rules": rules}
    results = [_result(finding, used.index(finding.code)) for finding in findings]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    where = finding.where
    # Findings keep their identity when lines move (SARIF 3.27.17).
    identity = "\0".join([finding.code, where.release, where.language, where.text, finding.message])
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message + (f" — “{where.text}”" if where.text else "")},
        "partialFingerprints": {"finding/v1": sha256(identity.encode()).hexdigest()[:16]},
    }
    if where.path:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(where.path), "uriBaseId": "%SRCROOT%"}}
        if where.line:
            place["region"] = {"startLine": where.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def github(findings: Sequence[Finding]) -> list[str]:
    """Returns a workflow command of GitHub Actions for each finding."""
    lines = []
    for finding in findings:
        where = finding.where
        level = {"error": "error", "warning": "warning", "note": "notice"}[finding.severity]
        fields = [("file", where.path), ("line", str(where.line) if where.line else ""), ("title", finding.code)]
        said = finding.message + (f" — “{where.text}”" if where.text else "")
        properties = ",".join(f"{name}={_escaped(value, property_=True)}" for name, value in fields if value)
        lines.append(f"::{level} {properties}::{_escaped(said)}")
    return lines


def _escaped(text: str, *, property_: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
