"""Checks of addresses, telephone numbers and symbols of documents: what readers type, click or look up stays as it is.

| code | severity | what |
|---|---|---|
| P301 | error | a web address of the source is not in the translation, nor another of the same site |
| P302 | warning | the translation has another address of the same site, or one that the source lacks |
| P303 | error | a mail address of the source is not in the translation |
| P304 | error | a telephone number of the source is not in the translation |
| P305 | error | a symbol of a document (`A/RES/75/1`) of the source is not in the translation |
"""

from __future__ import annotations

import re

from workflow.checks.subject import Row, Subject

_HOST = re.compile(r"(?:[a-z]+://)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)


def _site(url: str) -> str:
    match = _HOST.match(url)
    return match[1].lower() if match else url


def _address(url: str) -> str:
    """Returns a web address as it is compared: the protocol, `www.` and a closing slash may be there or not."""
    return re.sub(r"\A(?:[a-z]+://)?(?:www\.)?", "", url, flags=re.IGNORECASE).rstrip("/")


def urls_lost(one: Subject) -> list[str]:
    """A web address that is lost or changed leads nowhere; the same site in the reader's language is another matter (P302)."""
    wanted = one.source_facts.addresses.urls
    if not wanted:
        return []
    said = set(map(_address, one.target_facts.addresses.urls))
    sites = set(map(_site, one.target_facts.addresses.urls))
    return [f"the address {url} is missing" for url in dict.fromkeys(wanted) if _address(url) not in said and _site(url) not in sites]


def urls_differ(one: Subject) -> list[str]:
    """The page in the reader's language is better than the source's, and a mistyped path is a dead link: somebody has to look."""
    said = one.target_facts.addresses.urls
    if not said:
        return []
    wanted = set(map(_address, one.source_facts.addresses.urls))
    return [f"the address {url} is not in the source" for url in dict.fromkeys(said) if _address(url) not in wanted]


def mails_lost(one: Subject) -> list[str]:
    """Mail to a changed address is lost."""
    wanted = one.source_facts.addresses.mails
    if not wanted:
        return []
    said = {mail.lower() for mail in one.target_facts.addresses.mails}
    return [f"the address {mail} is missing" for mail in dict.fromkeys(wanted) if mail.lower() not in said]


def phones_lost(one: Subject) -> list[str]:
    """A telephone number may be grouped otherwise; its digits may not change."""
    wanted = one.source_facts.addresses.phones
    if not wanted:
        return []
    said = re.sub(r"[^0-9]", "", one.target_text)
    return [f"the telephone number {phone} is missing" for phone in dict.fromkeys(wanted) if re.sub(r"[^0-9]", "", phone) not in said]


def symbols_lost(one: Subject) -> list[str]:
    """The symbol of a document of the United Nations is the same in all languages (UN Editorial Manual, on document symbols)."""
    wanted = one.source_facts.addresses.symbols
    if not wanted:
        return []
    said = set(one.target_facts.addresses.symbols)
    return [f"the symbol {symbol} is missing" for symbol in dict.fromkeys(wanted) if symbol not in said]


CHECKS: dict[str, Row] = {
    "P301": ("error", urls_lost),
    "P302": ("warning", urls_differ),
    "P303": ("error", mails_lost),
    "P304": ("error", phones_lost),
    "P305": ("error", symbols_lost),
}
