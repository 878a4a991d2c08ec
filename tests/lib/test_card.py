"""The card: its words in golden files, its HTML safe and whole."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ipclab.cards.card import Card
from ipclab.cards.card_words import lecture_label, lecture_link
from ipclab.cards.evidence import Evidence, Stuck
from ipclab.cards.transcript import Transcript
from ipclab.cards.verdict import Verdict
from tests.lib import conversations

RANDOM = random.Random(4821).randbytes(65536)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
STUCK = Stuck("echo_server", 6, "data = conn.recv(1024)", "for bytes that the client will not send")
HOSTILE = "</pre><script>alert(1)</script>\x1b[2J\u202e<img src=x onerror=alert(1)>"

SPLIT = Card(
    title="A message that arrives in two pieces is still one message",
    verdict=Verdict.FAILED,
    evidence=Evidence(
        sent=(b"hel", b"lo\n"),
        expected=b"hello\n",
        received=b"hel",
        ending="then nothing, and nothing more will come",
        stuck=STUCK,
    ),
    hints=("One send() is not one recv().",),
    lecture="02-byte-streams#Bytes, not messages",
    seed=4821,
    points=0,
    max_points=10,
    transcript=conversations.SPLIT,
)


def failed(*hints: str, **evidence: object) -> Card:
    """A card of a failed case with this evidence, and not more than it needs."""
    return Card("It answers", Verdict.FAILED, Evidence(**evidence), hints)  # type: ignore[arg-type]


CARDS = {
    "split-message": SPLIT,
    "nobody-listens": failed(
        "bind() names the socket; listen() opens it.",
        problem="Nobody is listening: serve() returned without calling listen().",
    ),
    "nobody-listens-untitled": replace(
        failed(
            "bind() names the socket; listen() opens it.",
            problem="Nobody is listening: serve() returned without calling listen().",
        ),
        title="",
    ),
    "grader-fault": replace(
        SPLIT,
        verdict=Verdict.GRADER_FAULT,
        evidence=Evidence(problem="the sandbox could not start (unshare: EPERM)"),
        transcript=Transcript(),
    ),
    "grader-fault-unknown": Card("It answers", Verdict.GRADER_FAULT),
    "passed": replace(SPLIT, verdict=Verdict.PASSED, points=10, transcript=conversations.WHOLE),
    "passed-stale": Card(
        "It answers",
        Verdict.PASSED,
        warnings=("The echo_server that ran is not what its cell now says: run that cell again.",),
    ),
    "timed-out": replace(
        SPLIT,
        verdict=Verdict.TIMED_OUT,
        evidence=Evidence(
            problem="After 3 s of its own CPU time recv_exactly had not returned.",
            stuck=Stuck("recv_exactly", 4, "chunk = sock.recv(n)", "", "is"),
        ),
    ),
    "skipped": Card(
        "It closes what it accepted",
        Verdict.SKIPPED,
        Evidence(problem="open_listener must pass first."),
        points=0,
        max_points=5,
    ),
    "untitled": Card("", Verdict.FAILED),
    "hints": replace(
        failed("First.", "", "Second.", "Third.", problem="Nothing came."), hints_open=2
    ),
    "hints-all-folded": replace(failed("First.", problem="Nothing came."), hints_open=0),
    "long-title": replace(
        SPLIT,
        title="A client that sends its request in many small pieces, and then reads slowly, "
        "gets every byte of the answer",
        evidence=Evidence(),
        hints=("This hint is so long that the lecture stands in a line of its own.",),
    ),
    "nothing-received": failed(
        sent=(b"hi",), expected=b"hi", received=b"", ending="nothing, and nothing will come"
    ),
    "only-an-ending": failed(sent=(b"hi",), ending="the connection was reset", stuck=STUCK),
    "stuck-nobody-knows-where": failed(
        problem="Nothing came.", stuck=replace(STUCK, line=0, source="")
    ),
    "stuck-without-a-source": failed(
        problem="Nothing came.", stuck=replace(STUCK, source="", what="")
    ),
    "reprs": failed(expected="EOFError('3 of 5 bytes came')", received="None"),
    "long-repr": failed(expected="[]", received=repr(list(range(40)))),
    "very-long-reprs": failed(
        expected=repr(list(range(1200))), received=repr([*range(1000), *range(1001, 1200)])
    ),
    "very-long-repr-of-nothing-like-it": failed(expected=b"[]", received=repr("x" * 5000)),
    "bytes-and-text": failed(expected="an end of the stream", received=b"hello\n"),
    "empty-text": failed(expected="words", received=""),
    "too-much": failed(expected=b"hello\n", received=b"hello\nhello\n"),
    "equal-but-late": failed(
        expected=b"hello\n", received=b"hello\n", ending="but the connection was not closed"
    ),
    "ending-beside-no-caret": failed(
        expected=b"hello\n", received=b"hallo\n", ending="then the end of the stream"
    ),
    "ending-too-long-for-the-caret": failed(
        expected=b"x" * 50,
        received=b"x" * 40,
        ending="then nothing, and nothing more will come",
        stuck=STUCK,
    ),
    "lines-of-text": failed(
        sent=(b"GET / HTTP/1.1\r\nHost: here\r\n", b"Accept: text/html,application/xml\r\n\r\n"),
        expected=ANSWER + b"Hello, world",
        received=ANSWER.replace(b"12", b"11") + b"Hello, worl",
        ending="then the end of the stream",
    ),
    "echo-of-many-bytes": failed(
        sent=(RANDOM[:300],), expected=RANDOM[:300], received=RANDOM[:200]
    ),
    "equal-many-bytes": failed(
        sent=(RANDOM[:70],), expected=RANDOM[:70], received=RANDOM[:70], ending="then a reset"
    ),
    "large-payload": failed(
        sent=(RANDOM,),
        expected=RANDOM,
        received=RANDOM[:40000],
        ending="then nothing, and nothing more will come",
        stuck=STUCK,
    ),
    "large-against-small": failed(expected=RANDOM[:5000], received=b"\x00"),
    "byte-by-byte": failed(sent=tuple(b"%c" % (65 + n % 26) for n in range(70)), problem="No."),
    "large-in-pieces": failed(sent=(bytes(3000), bytes(3000)), problem="Nothing came."),
    "three-long-pieces": failed(sent=(b"a" * 70, b"b", b"c" * 40, b"d" * 40), problem="No."),
    "leftovers": failed(
        problem="2 descriptors are still open after the last client left.",
        said=(
            "TCP, connected to client, which has closed: CLOSE_WAIT",
            "TCP, connected to client 2, which has closed: CLOSE_WAIT, and nothing reads from it",
        ),
    ),
    "very-many-leftovers": failed(problem="1", said=tuple(f"child {n}" for n in range(50))),
    "hostile": Card(
        HOSTILE,
        Verdict.FAILED,
        Evidence(
            problem=HOSTILE,
            sent=(HOSTILE.encode(),),
            expected=HOSTILE,
            received=HOSTILE,
            ending=HOSTILE,
            stuck=Stuck(HOSTILE, 1, HOSTILE, HOSTILE, HOSTILE),
            said=(HOSTILE,),
        ),
        hints=(HOSTILE,),
        lecture='x"y/../<script>#"><script>',
        seed=1,
        points=0,
        max_points=1,
        transcript=conversations.HOSTILE,
        warnings=(HOSTILE,),
    ),
}


class Reader(HTMLParser):
    """Reads HTML as a browser would: its tags, attributes and text."""

    VOID = frozenset({"line", "rect", "path", "circle"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


@pytest.mark.parametrize("name", CARDS)
def test_the_text_stays_as_it_is(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"card-{name}.txt", CARDS[name].text())


@pytest.mark.parametrize("name", ["split-message", "passed", "grader-fault", "timed-out"])
def test_the_html_stays_as_it_is(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"card-{name}.html", CARDS[name].html())


def test_one_line_says_what_was_wrong(golden: Callable[[str, str], None]) -> None:
    golden("cards-short.txt", "\n".join(card.short() for card in CARDS.values()))


@pytest.mark.parametrize("name", CARDS)
def test_no_form_of_a_card_holds_anything_invisible(name: str) -> None:
    card = CARDS[name]

    assert all(line.isprintable() for line in card.text().split("\n"))
    assert all(line.isprintable() for line in card.html().replace("\u00a0", " ").split("\n"))
    assert card.short().isprintable()


@pytest.mark.parametrize("name", CARDS)
def test_the_text_is_as_wide_as_a_terminal_at_most(name: str) -> None:
    lines = CARDS[name].text().split("\n")

    assert all(line == line.rstrip() for line in lines)
    assert name == "hostile" or max(map(len, lines)) <= 76


@pytest.mark.parametrize("name", CARDS)
def test_the_html_is_well_formed_and_holds_no_more_than_it_may(name: str) -> None:
    page = Reader(CARDS[name].html())

    assert page.open == []
    assert page.tags <= {
        "div", "span", "pre", "code", "a", "details", "summary",
        "svg", "title", "desc", "g", "rect", "line", "path", "circle", "text", "tspan",
    }  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_the_html_runs_nothing_and_fetches_nothing(name: str) -> None:
    page = Reader(CARDS[name].html())
    styles = " ".join(value for attribute, value in page.attributes if attribute == "style")
    links = [value for attribute, value in page.attributes if attribute == "href"]

    assert not [attribute for attribute, _ in page.attributes if attribute.startswith("on")]
    assert "url(" not in styles
    assert all(link.startswith("../../lectures/") for link in links)


@pytest.mark.parametrize("name", CARDS)
def test_the_html_says_all_that_the_text_says(name: str) -> None:
    page = Reader(CARDS[name].html()).text
    words = set(CARDS[name].text().split()) - {"Hint:", "Note:"}

    assert [word for word in words if word not in page] == []


@pytest.mark.parametrize(
    ("verdict", "edge"),
    [
        (Verdict.PASSED, "--jp-success-color1"),
        (Verdict.FAILED, "--jp-error-color1"),
        (Verdict.TIMED_OUT, "--jp-warn-color1"),
        (Verdict.SKIPPED, "--jp-border-color1"),
        (Verdict.GRADER_FAULT, "--jp-warn-color1"),
    ],
)
def test_the_edge_says_the_verdict(verdict: Verdict, edge: str) -> None:
    assert f"border-left:4px solid var({edge}," in replace(SPLIT, verdict=verdict).html()


def test_the_first_difference_is_marked_above_its_caret() -> None:
    html = failed(expected=b"hello\n", received=b"hexlo\n").html()
    before, marked, caret = re.search(
        r'b&quot;(\w*)<span style="background[^>]*>(\w*)</span>[^^]*?\n( *)<span[^>]*>\^</span>',
        html,
    ).groups()  # type: ignore[union-attr]

    assert (before, marked) == ("he", "x")
    assert len(caret) == len('b"he')


def test_a_line_of_code_stands_out_in_what_is_said() -> None:
    html = failed(problem="f raised KeyError: 1", said=("in line 2:  x[1]", "f printed: a")).html()

    assert re.search(r"in line 2:  <code [^>]*>x\[1\]</code>", html)
    assert ">f printed: a</div>" in html


def test_the_conversation_is_unfolded_on_failure_and_folded_on_success() -> None:
    assert "<details open" in SPLIT.html()
    assert "<details>" in CARDS["passed"].html()
    assert "<details open" not in CARDS["passed"].html()


def test_without_a_conversation_there_is_nothing_to_unfold() -> None:
    assert "<details" not in failed(problem="Nothing came.").html()
    assert "<details" not in CARDS["passed-stale"].html()


def test_what_is_long_is_folded_but_whole() -> None:
    page = Reader(CARDS["echo-of-many-bytes"].html()).text

    assert page.count("all of it") == 1
    assert repr(RANDOM[294:300])[2:-1] in page


def test_where_no_lecture_is_the_card_names_it_without_a_link() -> None:
    assert "<a href" in SPLIT.html()
    page = SPLIT.html(linked=False)
    assert "<a" not in page
    assert "Bytes, not messages" in Reader(page).text


def test_the_caret_stands_in_a_pre_for_converters_join_spaces_elsewhere() -> None:
    html = SPLIT.html()

    assert html.count("^</span>") == 1
    assert "^</span>" not in re.sub(r"<pre.*?</pre>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("lecture", "label", "link"),
    [
        (
            "02-byte-streams#Bytes, not messages",
            'Lecture 02, "Bytes, not messages"',
            "../../lectures/02-byte-streams.ipynb#cell-id=Bytes-not-messages",
        ),
        (
            "01-stream-sockets#socket() makes a descriptor",
            'Lecture 01, "socket() makes a descriptor"',
            "../../lectures/01-stream-sockets.ipynb#cell-id=socket-makes-a-descriptor",
        ),
        (
            "01-stream-sockets#When the other end is gone: ECONNRESET, EPIPE, SIGPIPE",
            'Lecture 01, "When the other end is gone: ECONNRESET, EPIPE, SIGPIPE"',
            "../../lectures/01-stream-sockets.ipynb"
            "#cell-id=When-the-other-end-is-gone-ECONNRESET-EPIPE-SIGPIPE",
        ),
        ("00-welcome", "Lecture 00", "../../lectures/00-welcome.ipynb"),
        (
            '../x"#<a \ud800',
            'Lecture ../x", "<a \\ud800"',
            "../../lectures/..%2Fx%22.ipynb#cell-id=a",
        ),
    ],
)
def test_a_lecture_is_named_and_linked(lecture: str, label: str, link: str) -> None:
    assert lecture_label(lecture) == label
    assert lecture_link(lecture) == link


def test_what_explains_the_rest_stands_before_it() -> None:
    card = Card(
        "Says hello",
        Verdict.FAILED,
        Evidence(expected=b"hello", received=b"hel"),
        notice="The cell of greet was changed after it was run.",
    )
    text, html = card.text(), card.html()
    assert text.index("The cell of greet was changed") < text.index("expected")
    assert html.index("The cell of greet was changed") < html.index("expected")
