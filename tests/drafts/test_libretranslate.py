"""A server that speaks LibreTranslate's API, real HTTP on loopback."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from workflow.drafts import Draft, Engine, open_engine
from workflow.errors import EngineError
from workflow.inline import decode

WORDS = {
    "The report was published on Friday.": "Доклад опубликован в пятницу.",
    "the report": "доклад",
    "See the report.": "См. доклад.",
}

Answer = Callable[[list[str]], Any]


@dataclass
class Libre:
    """Answers `POST /translate`."""

    url: str = ""
    answer: Answer = lambda texts: {"translatedText": [WORDS.get(text, f"перевод {text}") for text in texts]}
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pause: float = 0.0
    """Behind each byte of an answer."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def libre() -> Iterator[Libre]:
    """A server in a thread of its own."""
    state = Libre()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(asked)
            state.paths.append(self.path)
            time.sleep(state.wait)
            said = state.answer(asked["q"])
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            try:
                self.send_response(state.status)
                for name, value in state.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                for byte in (data[at : at + 1] for at in range(len(data))) if state.pause else (data,):
                    self.wfile.write(byte)
                    time.sleep(state.pause)
            except OSError:
                pass  # the client did not wait

        def do_GET(self) -> None:
            state.paths.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            """Writes nothing to stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        http.shutdown()
        thread.join()


def engine(libre: Libre, **options: str) -> Engine:
    return open_engine("libretranslate", "en", "ru", options={"url": libre.url, **options})


def test_texts_are_asked_as_plain_text_and_codes_come_back(libre: Libre) -> None:
    """The server gets plain sentences and phrases in the API's form, never a code; the draft has the codes."""
    drafts = engine(libre, **{"api-key": "secret"}).draft(["See <a>the report</a>.", "The report was published on Friday."])
    assert [draft.text for draft in drafts] == ["См. <a>доклад</a>.", "Доклад опубликован в пятницу."]
    (request,) = libre.requests
    assert {key: value for key, value in request.items() if key != "q"} == {
        "source": "en",
        "target": "ru",
        "format": "text",
        "api_key": "secret",
    }
    assert set(WORDS) <= set(request["q"])
    assert not any("<" in text for text in request["q"])
    assert libre.paths == ["/translate"]


def test_without_a_key_none_is_sent(libre: Libre) -> None:
    """A server that wants no key is sent none."""
    engine(libre).draft(["See the report."])
    assert "api_key" not in libre.requests[0]


def test_no_score_is_told_as_such(libre: Libre) -> None:
    """A draft has score 0, and a higher risk than the same text copied."""
    (draft,) = engine(libre).draft(["See the report."])
    assert draft.score == 0.0
    assert draft.risk >= 40


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("", "empty output"),
        ("See the report in 2019.", ""),
        ("См. доклад за 2019 год.", "number added"),
        ("See the report.", "echo of the source"),
        ("См. \x00доклад.", "no text: U+0000"),
        ("См. \ud800доклад.", "no text: U+D800"),
        ("доклад " * 200_000, "much longer than its source"),
    ],
)
def test_the_gate_is_the_same(libre: Libre, said: str, refused: str) -> None:
    """Answers that are wrong on their face are refused as a model's are."""
    libre.answer = lambda texts: {"translatedText": [said] * len(texts)}
    (draft,) = engine(libre).draft(["See the report."])
    assert draft.text == ""
    assert refused in draft.refused
    assert len(libre.requests) == 1


def test_markup_in_an_answer_stays_text(libre: Libre) -> None:
    """What looks like an element in an answer is escaped: it can become no code."""
    libre.answer = lambda texts: {"translatedText": ["См. новый важный доклад об элементе «<script>» и о <b>."] * len(texts)}
    kept, invented = engine(libre).draft(["See the important report on “&lt;script>” and on &lt;b>.", "See the important report on it."])
    assert kept.text == "См. новый важный доклад об элементе «&lt;script>» и о &lt;b>."
    assert decode(kept.text) == ("См. новый важный доклад об элементе «<script>» и о <b>.",)
    assert "<" not in invented.text.replace("&lt;", "")


def test_what_is_protected_is_not_sent(libre: Libre) -> None:
    """Addresses and symbols stay here and are whole in the draft; an answer that lost one is refused."""
    libre.answer = lambda texts: {"translatedText": [text.replace("See", "См.").replace(" at ", " на ") for text in texts]}
    (kept,) = engine(libre).draft(["See A/RES/75/1 at https://www.un.org/en/ga/."])
    assert kept.text == "См. A/RES/75/1 на https://www.un.org/en/ga/."
    assert not any("un.org" in text or "A/RES" in text for request in libre.requests for text in request["q"])
    libre.answer = lambda texts: {"translatedText": ["См. документ."] * len(texts)}
    (lost,) = engine(libre).draft(["See A/RES/75/1."])
    assert lost.refused == "lost: A/RES/75/1"


def test_large_jobs_are_asked_in_parts_and_handed_out(libre: Libre) -> None:
    """No request has more than 32 texts, and what is answered is handed out at once: an error later takes nothing back."""
    texts = [f"The report number {'x' * number} was published." for number in range(1, 81)]
    seen: list[tuple[str, Draft]] = []
    machine = engine(libre)

    def answer(asked: list[str]) -> Any:
        return {"translatedText": [f"Доклад {text} опубликован." for text in asked]} if len(libre.requests) < 3 else b"oops"

    libre.answer = answer
    with pytest.raises(EngineError, match="not JSON"):
        machine.draft(texts, finished=seen.extend)
    assert [len(request["q"]) for request in libre.requests] == [32, 32, 16]
    assert [text for text, _ in seen] == texts[:64]


@pytest.mark.parametrize(
    ("status", "answer", "message"),
    [
        (400, {"error": "ru is not supported"}, "answers 400: ru is not supported"),
        (403, {"error": "Invalid API key"}, "answers 403: Invalid API key"),
        (429, {"error": "Slowdown"}, "answers 429: Slowdown"),
        (500, b"<html>", "answers 500"),
        (500, {"error": ["a"] * 5}, "answers 500"),
        (200, b"<html>a page</html>", "not JSON"),
        (200, b"[" * 100_000, "not JSON"),
        (200, {"error": "busy"}, "no translated texts: busy"),
        (200, {"translatedText": "one text"}, "no translated texts"),
        (200, {"translatedText": [1]}, "no translated texts"),
        (200, {"translatedText": []}, "0 answers to 1 texts"),
        (200, {"translatedText": ["a", "b"]}, "2 answers to 1 texts"),
        (200, [], "no translated texts"),
    ],
)
def test_a_wrong_answer_is_an_error_with_the_address(libre: Libre, status: int, answer: Any, message: str) -> None:
    """Whatever a server answers instead of as many texts, it is one error that names it and says what came."""
    libre.status, libre.answer = status, lambda texts: answer
    with pytest.raises(EngineError, match=message) as error:
        engine(libre).draft(["See the report."])
    assert error.value.path == libre.url


def test_a_silent_server_is_given_up(libre: Libre) -> None:
    """A server that does not answer within the time limit is an error that tells the limit."""
    libre.wait = 0.6
    with pytest.raises(EngineError, match=r"within 0\.1 seconds"):
        engine(libre, timeout="0.1").draft(["See the report."])


def test_a_server_that_answers_byte_by_byte_is_given_up(libre: Libre) -> None:
    """The limit is for the whole answer: a server that never comes to its end does not hold the run."""
    libre.pause = 0.05
    begun = time.monotonic()
    with pytest.raises(EngineError, match=r"within 0\.3 seconds"):
        engine(libre, timeout="0.3").draft(["See the report."])
    assert time.monotonic() - begun < 2


def test_no_server_is_an_error() -> None:
    """Where nothing listens, the error names the address and the option."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(EngineError, match="can not be reached") as error:
        open_engine("libretranslate", "en", "ru", options={"url": address}).draft(["See the report."])
    assert error.value.path == address
    assert "url" in error.value.hint


def test_a_redirection_is_not_followed(libre: Libre) -> None:
    """Texts go to the server that was named and to no other, also if it sends elsewhere."""
    for status in (301, 302, 307, 308):
        libre.status, libre.headers = status, {"Location": f"{libre.url}/elsewhere"}
        with pytest.raises(EngineError, match=f"answers {status}"):
            engine(libre).draft(["See the report."])
    assert set(libre.paths) == {"/translate"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"key": "x"}, "no option 'key'"),
        ({"url": "ftp://127.0.0.1"}, "no address"),
        ({"url": "127.0.0.1:5000"}, "no address"),
        ({"url": "http://"}, "no address"),
        ({"url": "http://[x"}, "no address"),
        ({"url": "http://127.0.0.1:99999"}, "no address"),
        ({"timeout": "soon"}, "no number of seconds"),
        ({"timeout": "-1"}, "no number of seconds"),
        ({"timeout": "nan"}, "no number of seconds"),
    ],
)
def test_wrong_options_are_told_at_once(options: dict[str, str], message: str) -> None:
    """An option that is unknown or makes no sense is an error before anything is asked."""
    with pytest.raises(EngineError, match=message):
        open_engine("libretranslate", "en", "ru", options=options)


def test_the_notice_tells_where_texts_go(libre: Libre) -> None:
    """The user is told that texts leave for which server; the detail names it without credentials."""
    machine = open_engine("libretranslate", "pt-BR", "zh-Hant", options={"url": f"{libre.url}/"})
    assert libre.url in machine.notice
    assert machine.detail == libre.url.removeprefix("http://")
    machine.draft(["x y"])
    assert (libre.requests[0]["source"], libre.requests[0]["target"]) == ("pt-BR", "zh-Hant")
