"""Where files stand and how they name each other."""

from __future__ import annotations

from workflow.exports import paths


def test_names_of_files() -> None:
    """The five files of a release stand where the README says."""
    assert paths.page_path("ru", "2024/a") == "exports/ru/2024/a.html"
    assert paths.tei_path("ru", "a") == "exports/ru/a.tei.xml"
    assert paths.xml_path("ru", "a") == "exports/ru/a.xml"
    assert paths.tmx_path("en", "ru", "a") == "exports/aligned/a.en-ru.tmx"
    assert paths.alignment_path("en", "pt-BR", "2024/a") == "exports/aligned/2024/a.en-pt-BR.xml"


def test_addresses_are_relative_and_encoded() -> None:
    """Cyrillic letters, spaces and signs of a release's name are percent-encoded; folders are climbed."""
    assert paths.counterpart_reference("en", "ru", "a") == "../ru/a.html"
    assert paths.counterpart_reference("en", "ru", "2024/а б?#:") == "../../ru/2024/%D0%B0%20%D0%B1%3F%23%3A.html"
    assert paths.page_address("https://example.org/n/", "ru", "2024/а") == "https://example.org/n/ru/2024/%D0%B0.html"
