"""Templates and their words: the program's own, and what a project puts in their place.

A project's folder `templates/` may hold a file of the same name as one in `workflow/exports/templates/`: it is used instead, the
others stay. The words of the templates are gettext catalogs, `locales/<language>/LC_MESSAGES/templates.po`; a language without one is
spoken to in English, and the page says so (`words_language`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from workflow.errors import ConfigurationError
from workflow.languages import direction, folder, primary, read_words

if TYPE_CHECKING:
    from jinja2 import Environment

STYLE = "style.css"
NAMES = ("404.html.j2", "blocks.html.j2", "choice.html.j2", "index.html.j2", "page.html.j2", "release.html.j2", STYLE)
"""What a project may put its own in place of."""

FOLDER = "templates"

_STYLE_ELEMENT = re.compile(rb"<style>.*?</style>", re.S)
# What Jinja2 compiles a template to says `<template>` for one without a file; ours all have the name of their file.
_OURS = re.compile(rf"{FOLDER}/(.+)")


class Templates:
    """The templates of one project.

    Args:
        own: Name -> text of the files in the project's folder `templates/`.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})
        self._environment: Environment | None = None
        parts = [f"{len(name)}:{name}{len(text)}:{text}" for name, text in sorted(self._own.items())]
        self.digest = sha256("".join(parts).encode()).hexdigest()[:24] if parts else ""
        """Of the project's own files: all that a page depends on beside the program and its values."""

    def render(self, name: str, language: str, /, **values: Any) -> str:
        """Returns a page.

        Args:
            name: Of the template: `release`, `index`, `404`.
            language: Of the page.
            values: What the template shows.

        Raises:
            ConfigurationError: The project's own template is wrong; names file and line.
        """
        from jinja2 import TemplateError

        words, spoken = _words(language)
        try:
            return (
                self._opened()
                .get_template(f"{name}.html.j2")
                .render(
                    **values,
                    _=_translator(words),
                    language=language,
                    words_language=spoken,
                    rtl=direction(language) == "rtl",
                    style=self._style(),
                )
            )
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            located = self._located(error)
            if located is None:  # no template of the project has a part in it
                raise
            raise located from error

    def restyled(self, page: bytes) -> bytes:
        """Returns a written page of a template with the style sheet as it is now; a page that has none there, or several, as it is."""
        head, end, rest = page.partition(b"</head>")
        if len(_STYLE_ELEMENT.findall(head)) != 1:
            return page
        style = f"<style>\n{self._style()}</style>".encode()
        return _STYLE_ELEMENT.sub(lambda _: style, head) + end + rest

    def word(self, language: str, msgid: str) -> str:
        """Returns one of the templates' words in a language; in English where it is not known."""
        return _words(language)[0].get(msgid, msgid)

    def check(self) -> list[str]:
        """Returns the names of files that are used by nothing: no template of that name, and none includes it.

        Raises:
            ConfigurationError: A template can not be compiled; names file and line.
        """
        from jinja2 import TemplateError, meta

        if not self._own:
            return []
        used: set[str] = set(NAMES)
        for name in sorted({*NAMES, *self._own} - {STYLE}):
            if not name.endswith(".j2"):
                continue
            try:
                used |= {one for one in meta.find_referenced_templates(self._opened().parse(self._source(name))) if one}
                self._opened().get_template(name)
            except TemplateError as error:
                raise self._located(error, name) or error from error
        self._style()
        return sorted(set(self._own) - used)

    def _style(self) -> Any:
        from markupsafe import Markup

        text = self._source(STYLE)
        end = re.search("</style", text, re.I)
        if end:
            line = text.count("\n", 0, end.start()) + 1
            raise ConfigurationError("“</style” would end the style sheet", path=f"{FOLDER}/{STYLE}", line=line, hint="take it out")
        return Markup(text if text.endswith("\n") else f"{text}\n")

    def _source(self, name: str) -> str:
        return self._own[name] if name in self._own else _program_file(name)

    def _opened(self) -> Environment:
        if self._environment is None:
            from jinja2 import Environment, FunctionLoader, StrictUndefined

            def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
                try:
                    text = self._source(name)
                except (FileNotFoundError, ValueError):
                    return None
                return text, f"{FOLDER}/{name}" if name in self._own else name, lambda: True

            self._environment = Environment(
                loader=FunctionLoader(source),
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                keep_trailing_newline=True,
            )
        return self._environment

    def _located(self, error: Exception, name: str = "") -> ConfigurationError | None:
        """The error at its place in a file of the project; None if that is not where it comes from."""
        from jinja2 import TemplateNotFound, TemplateSyntaxError

        hint = f"the program's own templates show how it is done; without this file they are used (names: {', '.join(NAMES)})"
        if isinstance(error, TemplateSyntaxError):
            name = error.name or name
            return (
                ConfigurationError(_sentence(error), path=f"{FOLDER}/{name}", line=error.lineno, hint=hint) if name in self._own else None
            )
        place = None
        trace = error.__traceback__
        while trace is not None:
            match = _OURS.fullmatch(trace.tb_frame.f_code.co_filename)
            if match and match[1] in self._own:
                place = ConfigurationError(_sentence(error), path=f"{FOLDER}/{match[1]}", line=trace.tb_lineno, hint=hint)
            trace = trace.tb_next
        if place is None and isinstance(error, TemplateNotFound) and name in self._own:
            return ConfigurationError(_sentence(error), path=f"{FOLDER}/{name}", hint=hint)
        return place


def _sentence(error: Exception) -> str:
    from jinja2 import TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"there is no template “{error.name}”"
    return str(error).rstrip(".") or type(error).__name__


def _translator(words: Mapping[str, str]) -> Callable[..., str]:
    def translate(msgid: str, **values: object) -> str:
        text = words.get(msgid, msgid)
        if any(hasattr(value, "__html__") for value in values.values()):
            from markupsafe import Markup, escape

            return Markup(escape(text)) % values
        return text % values if values else text

    return translate


@cache
def _program_file(name: str) -> str:
    if name not in NAMES:
        raise FileNotFoundError(name)
    return (files("workflow.exports") / FOLDER / name).read_text("utf-8")


@cache
def _words(language: str) -> tuple[dict[str, str], str]:
    """The words of the templates in a language, and the language that they are in."""
    for tag in (language, primary(language)):
        path = files("workflow.exports") / "locales" / folder(tag) / "LC_MESSAGES" / "templates.po"
        if path.is_file():
            return read_words(path.read_bytes(), tag), language
    return {}, "en"
