"""The sheet in Chromium, as a reviser uses it: keys, edits, filters, the file that comes back, no barriers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workflow.locales.review import text_digest

from ..browser import violations
from ..office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RELEASE = "2026-12-01-centre"
REJECTED = "The head of the office thanked <em>all partners</em>."
RIGHT = "Глава представительства поблагодарил <em>всех партнёров</em>."


def _saved(page: Page, tmp_path: Path) -> Path:
    """The file that the sheet saves."""
    with page.expect_download() as download:
        page.locator("#save").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _edits(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["edits"]
    return found


def _type(page: Page, number: int, text: str, *, comment: str = "", state: str = "") -> None:
    page.locator(f"#s{number} .target").click()
    page.keyboard.press("KeyE")
    page.locator(".edit textarea").first.fill(text)
    if comment:
        page.locator(".edit textarea").nth(1).fill(comment)
    if state:
        page.locator(f".edit input[value={state}]").check()
    page.locator(".edit button.main").click()


def _shown(page: Page) -> list[int]:
    return [int(one.get_attribute("data-number") or 0) for one in page.locator("article[data-number]:visible").all()]


def test_an_edit_comes_into_the_catalog(page: Page, office: Office, tmp_path: Path) -> None:
    """Typed in the sheet, saved, taken in: accepted text, a text sent back with its reason, an accepted draft, a comment alone."""
    _type(page, 5, RIGHT)
    page.locator("#s15 .target").click()
    page.keyboard.press("KeyA")
    page.locator("#s6 .target").click()
    page.keyboard.press("KeyR")
    page.keyboard.type("слишком разговорно")
    page.keyboard.press("Control+Enter")
    page.locator("#s8 .target").click()
    page.keyboard.press("KeyE")
    page.locator(".edit textarea").nth(1).fill("как в прошлом году?")
    page.keyboard.press("Control+Enter")
    path = _saved(page, tmp_path)
    assert path.name == f"{RELEASE}.ru.sheet.json"
    entries = office.entries(RELEASE)
    assert [(one["msgid"], one["text"], one["state"], one["comment"]) for one in _edits(path)] == [
        (REJECTED, RIGHT, "translated", ""),
        ("What officers learn", "Чему учатся сотрудники", "returned", "слишком разговорно"),
        ("First aid: R&D, 5 < 6", entries[7].msgstr, "draft", "как в прошлом году?"),
        ("For more, write to the press office.", "За справками обращайтесь в пресс-службу.", "translated", ""),
    ]
    assert [one["seen"] for one in _edits(path)] == [
        text_digest(None, entries[number - 1].msgid, entries[number - 1].msgstr) for number in (5, 6, 8, 15)
    ]
    said = office.do("exchange", "import", str(path), "--by", "Вера Смирнова")
    assert said.exit == 0, said.err
    states = office.states(RELEASE)
    assert (states[REJECTED], states["What officers learn"]) == ("translated", "returned")
    assert states["For more, write to the press office."] == "translated"
    assert states["First aid: R&D, 5 < 6"] == "draft"
    after = {entry.msgid: entry for entry in office.entries(RELEASE)}
    assert after[REJECTED].msgstr == RIGHT
    assert any("слишком разговорно" in comment for comment in after["What officers learn"].comments)
    assert any("как в прошлом году?" in comment for comment in after["First aid: R&D, 5 < 6"].comments)
    # The next sheet has taken all of it in: the browser no longer offers it as an edit.
    office.do("sheet", RELEASE)
    page.reload()
    assert page.locator("#count").text_content() == "0"
    assert "слишком разговорно" in (page.locator("#s6").text_content() or "")
    assert page.locator(".earlier").count() == 0


def test_a_stale_sheet_covers_no_newer_text(page: Page, office: Office, tmp_path: Path) -> None:
    """The translator was faster: the import refuses and names the edit, and the newer text stays."""
    _type(page, 5, RIGHT)
    path = _saved(page, tmp_path)
    office.edit(RELEASE, lambda entry: entry.but(msgstr="Новее.", flags=()) if entry.msgid == REJECTED else entry)
    said = office.do("exchange", "import", str(path), "--by", "Вера Смирнова")
    assert said.exit == 1
    assert "all partners" in said.err
    assert {entry.msgid: entry.msgstr for entry in office.entries(RELEASE)}[REJECTED] == "Новее."
    # And the sheet of the newer text shows what was typed for the older one, until somebody uses or drops it.
    office.do("sheet", RELEASE)
    page.reload()
    assert page.locator("#count").text_content() == "0"
    earlier = page.locator("#s5 .earlier")
    assert RIGHT.replace("<em>", "").split()[0] in (earlier.text_content() or "")
    _type(page, 5, "Ещё иначе <em>всех</em>.")
    assert page.locator("#s5 .earlier").count() == 1
    page.reload()
    assert page.locator("#s5 .earlier").count() == 1
    page.locator("#s5 .earlier button").first.click()
    assert page.locator(".edit textarea").first.input_value() == RIGHT
    page.locator(".edit button.main").click()
    assert page.locator("#s5 .earlier").count() == 0
    assert _edits(_saved(page, tmp_path))[0]["text"] == RIGHT


def test_what_was_typed_for_a_sentence_that_is_gone(page: Page, office: Office) -> None:
    """It stands at the top of the next sheet, with its sentence, and can be dropped."""
    _type(page, 15, "За подробностями обращайтесь в пресс-службу.")
    path = office.root / f"sources/{RELEASE}.html"
    path.write_text(path.read_text().replace("<p>For more, write to the press office.</p>", ""), "utf-8")
    office.do("sync")
    office.do("sheet", RELEASE)
    page.reload()
    lost = page.locator("#lost")
    assert "For more, write" in (lost.text_content() or "")
    assert "За подробностями" in (lost.text_content() or "")
    lost.locator("button").click()
    page.reload()
    assert not page.locator("#lost").is_visible()


def test_nothing_typed_is_lost(page: Page, tmp_path: Path) -> None:
    """A reload, a click elsewhere, Ctrl+S in the middle of a word: what was typed is kept; Esc and U take it back."""
    page.locator("#s5 .target").click()
    page.keyboard.press("KeyE")
    page.locator(".edit textarea").first.fill(RIGHT)
    page.reload()
    assert "поблагодарил " in (page.locator("#s5 .target").text_content() or "")
    page.locator("#s6 .target").click()
    page.keyboard.press("KeyE")
    page.keyboard.type(" и гости")
    page.locator("#s7 .source").click()
    assert "и гости" in (page.locator("#s6 .target").text_content() or "")
    page.locator("#s10 .target").click()
    page.keyboard.press("KeyE")
    page.locator(".edit textarea").first.fill("Учебный курс")
    with page.expect_download() as download:
        page.keyboard.press("Control+KeyS")
    download.value.save_as(tmp_path / "all.json")
    assert [one["msgid"] for one in _edits(tmp_path / "all.json")] == [REJECTED, "What officers learn", "Course"]
    page.locator("#s10 .target").click()
    page.keyboard.press("KeyE")
    page.locator(".edit textarea").first.fill("Прочее")
    page.keyboard.press("Escape")
    assert page.locator("#s10 .target").text_content() == "Учебный курс"
    page.keyboard.press("KeyU")
    assert page.locator("#s10 .target").text_content() == "Курс"
    assert page.locator("#count").text_content() == "2"


def test_two_tabs_of_one_sheet(page: Page) -> None:
    """What is typed in one is seen, and kept, in the other, and what is taken back goes there too."""
    from playwright.sync_api import expect  # it asks the page from outside; the sheet lets no text be run as a script

    other = page.context.new_page()
    other.goto(page.url)
    _type(page, 5, RIGHT)
    expect(other.locator("#count")).to_have_text("1")
    _type(other, 6, "Чему учат")
    expect(page.locator("#count")).to_have_text("2")
    other.locator("#s5 .target").click()
    other.keyboard.press("KeyU")
    expect(page.locator("#count")).to_have_text("1")
    assert "поблагодарила " in (page.locator("#s5 .target").text_content() or "")
    page.reload()
    assert page.locator("#s6 .target").text_content() == "Чему учат"
    other.close()


def test_a_comment_accepts_nothing(page: Page, tmp_path: Path) -> None:
    """Whoever only comments on a draft has not accepted it; whoever rewrites it means the new text."""
    page.locator("#s12 .target").click()
    page.keyboard.press("Enter")
    page.locator(".edit textarea").nth(1).fill("?")
    assert page.locator(".edit input[value=draft]").is_checked()
    page.locator(".edit textarea").first.fill("Документы")
    assert page.locator(".edit input[value=translated]").is_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("KeyR")
    page.keyboard.press("Control+Enter")
    assert page.locator(".edit .problem").text_content() == "Напишите в комментарии, почему текст возвращается."
    page.keyboard.press("Escape")
    page.locator("#save").click()
    assert page.locator("#said").text_content() == "Сохранять пока нечего."


def test_lost_codes_are_told_while_typing(page: Page) -> None:
    """What is missing, what is not a code of the source; a button puts one in."""
    page.locator("#s7 .target").click()
    page.keyboard.press("KeyE")
    assert page.locator(".edit .problem").text_content() == "Не хватает кодов: <strong> </strong>"
    page.locator(".edit textarea").first.fill("Читать <em>документы</em>, даже старые")
    assert "Таких кодов в оригинале нет: <em> </em>" in (page.locator(".edit .problem").text_content() or "")
    page.locator(".edit textarea").first.fill("Читать документы, даже ")
    page.locator(".edit .insert").first.click()
    page.keyboard.type("старые")
    page.locator(".edit .insert").nth(1).click()
    assert page.locator(".edit textarea").first.input_value() == "Читать документы, даже <strong>старые</strong>"
    assert page.locator(".edit .problem").text_content() == ""


def test_keys_go_from_segment_to_segment(page: Page) -> None:
    """By their place, so in a Russian layout too; in the editor they are letters."""

    def current() -> str:
        return page.evaluate("document.activeElement.id") or ""

    page.keyboard.press("Tab")
    page.locator("#s4").focus()
    for key, where in (("KeyJ", "s5"), ("KeyJ", "s6"), ("KeyK", "s5"), ("KeyN", "s6"), ("KeyN", "s7")):
        page.keyboard.press(key)
        assert current() == where
    page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))")
    assert current() == "s8"
    page.keyboard.press("KeyE")
    page.locator(".edit textarea").first.fill("")
    page.keyboard.type("jkeanru")
    assert page.locator(".edit textarea").first.input_value() == "jkeanru"


def test_filters_show_what_they_say(page: Page) -> None:
    """What needs somebody, what has findings, what was edited; frames that hold nothing go too."""
    assert sorted(_shown(page)) == list(range(1, 16))
    page.get_by_label("только то, что ждёт меня").check()
    assert not {1, 2, 3} & set(_shown(page))
    assert page.locator("#said").text_content() == f"Показано: {len(_shown(page))} / 15"
    page.get_by_label("только мои правки").check()
    assert _shown(page) == []
    assert not page.locator("table").is_visible()
    page.get_by_label("только с замечаниями").check()
    assert {7, 9} <= set(_shown(page))
    page.get_by_label("всё").check()
    assert len(_shown(page)) == 15


@pytest.mark.parametrize("width", [1280, 390])
def test_without_barriers(page: Page, width: int) -> None:
    """axe-core finds nothing: as it opens, with an editor open, with an edit, filtered; and nothing sticks out to the side."""
    page.set_viewport_size({"width": width, "height": 900})
    assert violations(page) == []
    page.locator("#s5 .target").click()
    page.keyboard.press("KeyE")
    page.locator(".edit textarea").first.fill("Без кодов")
    assert violations(page) == []
    page.locator(".edit button.main").click()
    page.get_by_label("только мои правки").check()
    assert violations(page) == []
    page.get_by_label("всё").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["ar", "es", "fr", "zh"])
def test_in_other_languages(browser: Browser, office: Office, language: str) -> None:
    """Without barriers, as wide as a phone, with an editor open; codes keep their order from right to left, too."""
    path = office.catalog(RELEASE, language)
    office.write("workflow.toml", (office.root / "workflow.toml").read_text().replace('["ru"]', f'["{language}"]'))
    office.do("sync")
    assert path.is_file()
    office.edit(RELEASE, lambda entry: entry.but(msgstr="<em>123</em>") if "<em>" in entry.msgid else entry, language)
    office.do("draft")
    office.do("sheet", RELEASE)
    opened = browser.new_page(viewport={"width": 390, "height": 900})
    opened.goto((office.root / f".workflow/sheets/{RELEASE}.{language}.html").as_uri())
    assert violations(opened) == []
    opened.locator("#s5 .target").click()
    opened.keyboard.press("KeyE")
    assert violations(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    assert opened.evaluate("getComputedStyle(document.querySelector('code.chip')).direction") == "ltr"
    opened.close()


def test_on_paper(page: Page) -> None:
    """Printed, both columns and the states are there, and nothing that can only be clicked."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    for hidden in (".tools", ".controls", ".keys"):
        assert not page.locator(hidden).first.is_visible()
    source, target = (page.locator(f"#s3 .{side}").bounding_box() for side in ("source", "target"))
    assert source
    assert target
    assert source["x"] + source["width"] <= target["x"]
    assert page.locator("#s4 .badge").is_visible()


def test_the_policy_is_in_force(browser: Browser, office: Office) -> None:
    """A script that somebody puts into the page is not run, and nothing can be fetched."""
    page = browser.new_page()
    page.goto((office.root / f".workflow/sheets/{RELEASE}.ru.html").as_uri())
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("fetch('data:,x').then(() => 'fetched', () => 'refused')") == "refused"
    page.close()
