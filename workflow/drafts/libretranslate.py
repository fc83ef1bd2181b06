"""Drafts from a server that speaks LibreTranslate's API: `POST /translate` with a list of plain texts.

It is asked what a model would be asked, no codes and nothing protected, and its answers pass the same gate; they come without
scores, so the risk of each draft says that nothing is known. The server named in the configuration is the only
machine that is spoken to: redirections are not followed. Without one, it is looked for on this machine.

Options: `url`, the server's address, `http://127.0.0.1:5000` by default; `api-key`, if it wants one; `timeout`, seconds until
an answer is complete, 60 by default.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from workflow.drafts.assembly import Assembler
from workflow.drafts.backend import Answer, Answers, Ask
from workflow.drafts.drafter import Drafter
from workflow.drafts.engine import Cut, Terms
from workflow.drafts.gate import Cutoff
from workflow.errors import EngineError

DEFAULT_URL = "http://127.0.0.1:5000"
TIMEOUT = 60.0

UNSCORED = 40
"""What is added to the risk, because nothing is known of how sure the engine was."""

WINDOW, CHARACTERS = 32, 4000
"""Texts, and characters, a request: servers have limits, and an answer that is waited for is lost if the run is ended."""

LONGEST, LONGER = 1000, 20
"""Characters that any text may have, and how many times as long as its source a longer one may be: the gate reads words and not books."""

MAX_ANSWER = 16 * 1024**2

_OPTIONS = ("url", "api-key", "timeout")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_CODES = {"pt-br": "pt-BR", "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh": "zh-Hans"}
"""Where LibreTranslate's codes are not the language subtag of BCP 47."""


class LibreTranslateEngine(Drafter):
    """Drafts by a LibreTranslate server.

    Args:
        source: BCP 47 tag of the texts.
        target: BCP 47 tag of the drafts.
        cut: Finds the sentences of a text; without it each text is one sentence.
        terms: What is to be translated how, and what never.
        options: As the module tells.

    Raises:
        EngineError: An option is unknown or wrong. Whether the server is there shows when it is asked.
    """

    name = "libretranslate"

    def __init__(
        self,
        source: str,
        target: str,
        *,
        cut: Cut | None = None,
        terms: Terms | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        server = Server(source, target, options or {})
        super().__init__(server, Assembler(source, target, Cutoff(-1.0, -1.0), cut, terms, UNSCORED, retries=server.strict))
        self.detail = urlsplit(server.url).netloc.rpartition("@")[2]
        self.notice = f"drafts by the LibreTranslate server {server.url}, to which the texts are sent"


class Server:
    """A `Backend` that asks over HTTP."""

    window = WINDOW
    strict = False

    def __init__(self, source: str, target: str, options: Mapping[str, str]) -> None:
        for key in options:
            if key not in _OPTIONS:
                raise EngineError(f"the engine libretranslate has no option {key!r}", hint=f"it has: {', '.join(_OPTIONS)}")
        self.url = options.get("url", DEFAULT_URL).rstrip("/")
        try:
            parts = urlsplit(self.url)
            known = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
            local = parts.hostname in _LOOPBACK and parts.port != 0
        except ValueError:
            known = local = False
        if not known:
            raise EngineError(f"{self.url!r} is no address of a server", hint=f"such as url = {DEFAULT_URL!r}")
        try:
            self._timeout = float(options.get("timeout", TIMEOUT))
        except ValueError:
            self._timeout = 0.0
        if not 0 < self._timeout < 86_400:
            raise EngineError(f"timeout = {options['timeout']!r} is no number of seconds")
        self._languages = {"source": _code(source), "target": _code(target), "format": "text"}
        if options.get("api-key"):
            self._languages["api_key"] = options["api-key"]
        handlers: list[urllib.request.BaseHandler] = [_NoRedirection()]
        if local:
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def translate(self, windows: Iterator[list[Ask]]) -> Iterator[Answers]:
        """Yields the answers to all asks, one request after the other."""
        for window in windows:
            for chunk in _chunks(window):
                texts = self._ask([ask.text for ask in chunk])
                yield {ask: [_answer(ask, text)] for ask, text in zip(chunk, texts, strict=True)}

    def _ask(self, texts: Sequence[str]) -> list[str]:
        body = json.dumps({"q": list(texts), **self._languages}).encode()
        request = urllib.request.Request(
            f"{self.url}/translate",
            body,
            {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "press-workflow"},
        )
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                data = _whole(answer, time.monotonic() + self._timeout)
        except urllib.error.HTTPError as error:
            raise self._error(f"the server answers {error.code}: {_said(error)}", _hint(error.code)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            late = isinstance(reason, TimeoutError)
            text = (
                f"no answer within {self._timeout:g} seconds" if late else getattr(reason, "strerror", None) or str(reason) or "no answer"
            )
            raise self._error(f"the server can not be reached: {text}", "see that it runs, and the option url") from error
        if len(data) > MAX_ANSWER:
            raise self._error(f"the answer is larger than {MAX_ANSWER // 1024**2} MB")
        return self._checked(data, len(texts))

    def _checked(self, data: bytes, count: int) -> list[str]:
        try:
            answer: Any = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise self._error("the answer is not JSON", "see that the address is that of a LibreTranslate server") from error
        texts = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            said = answer.get("error") if isinstance(answer, dict) else None
            raise self._error(f"the answer has no translated texts{f': {str(said)[:200]}' if said else ''}")
        if len(texts) != count:
            raise self._error(f"{len(texts)} answers to {count} texts")
        return texts

    def _error(self, message: str, hint: str = "") -> EngineError:
        return EngineError(message, path=self.url, hint=hint)


def _whole(answer: http.client.HTTPResponse, end: float) -> bytes:
    """Reads an answer, at most one byte more than may be.

    Raises:
        TimeoutError: It is not complete at `end` (of `time.monotonic`): the socket only bounds the time between two bytes.
    """
    data = b""
    while len(data) <= MAX_ANSWER and (some := answer.read1(64 * 1024)):
        data += some
        if time.monotonic() > end:
            raise TimeoutError
    return data[: MAX_ANSWER + 1]


def _answer(ask: Ask, text: str) -> Answer:
    if len(text) > max(LONGEST, LONGER * len(ask.text)):
        return Answer("", problem=f"much longer than its source: {len(text)} characters for {len(ask.text)}")
    return Answer(text) if text.strip() else Answer("", problem="empty output")


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """Lets a redirection be an error: texts go to the server that was named, and to no other."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


def _chunks(asks: Sequence[Ask]) -> Iterator[list[Ask]]:
    chunk: list[Ask] = []
    size = 0
    for ask in asks:
        if chunk and (size + len(ask.text) > CHARACTERS or len(chunk) == WINDOW):
            yield chunk
            chunk, size = [], 0
        chunk.append(ask)
        size += len(ask.text)
    if chunk:
        yield chunk


def _code(tag: str) -> str:
    return _CODES.get(tag.lower(), tag.lower().split("-")[0])


def _said(error: urllib.error.HTTPError) -> str:
    """Returns what a refusal says for itself."""
    try:
        said = json.loads(error.read(64 * 1024))["error"]
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError, RecursionError):
        return str(error.reason)
    return " ".join(str(said).split())[:200]


def _hint(status: int) -> str:
    return {
        400: "see that the server has the pair of languages",
        403: "see the option api-key",
        429: "the server wants fewer requests: run again later, what is done is kept",
    }.get(status, "")
