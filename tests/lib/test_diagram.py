"""The conversation diagram: what it says, that it is safe, and that it stays as it is."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest

from ipclab.cards.diagram import draw
from ipclab.cards.diagram_layout import MOST_LANES, MOST_ROWS, lanes_in_order, lay_out
from ipclab.cards.diagram_lives import lives
from ipclab.cards.transcript import KINDS, Event
from tests.lib import conversations

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [name for name in conversations.ALL if name not in ("crowd", "ping-pong")]


def texts(svg: str) -> list[str]:
    """What a person reads in the picture, from the top of its source to the bottom."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return ["".join(text.itertext()).replace("\u00a0", " ") for text in found]


def tooltips(svg: str) -> list[str]:
    return ["".join(title.itertext()) for title in ElementTree.fromstring(svg).iter(f"{SVG}title")]


def numbers(svg: str, name: str) -> list[float]:
    return [float(value) for value in re.findall(rf' {name}="([-\d.]+)"', svg)]


@pytest.mark.parametrize("name", DRAWN)
def test_the_picture_stays_as_it_is(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"diagram-{name}.svg", conversations.ALL[name].diagram())


@pytest.mark.parametrize("name", conversations.ALL)
def test_the_picture_is_one_well_formed_svg(name: str) -> None:
    picture = ElementTree.fromstring(conversations.ALL[name].diagram("A title"))

    assert picture.tag == f"{SVG}svg"
    assert picture.get("role") == "img"
    assert picture[0].tag == f"{SVG}title"


@pytest.mark.parametrize("name", conversations.ALL)
def test_the_picture_needs_nothing_else_and_runs_nothing(name: str) -> None:
    picture = ElementTree.fromstring(conversations.ALL[name].diagram())
    attributes = {attribute for element in picture.iter() for attribute in element.attrib}
    tags = {element.tag.removeprefix(SVG) for element in picture.iter()}

    assert tags <= {
        "svg", "title", "desc", "g", "rect", "line", "path", "circle", "text", "tspan"
    }  # fmt: skip
    assert not {one for one in attributes if one.startswith("on") or one in ("href", "id", "class")}
    assert "url(" not in conversations.ALL[name].diagram()


@pytest.mark.parametrize("name", conversations.ALL)
def test_all_text_lies_within_the_picture(name: str) -> None:
    layout = lay_out(conversations.ALL[name].events)
    pills = [row for row in layout.rows if row.event and not row.is_arrow and row.above]

    assert all(layout.xs[row.source] - row.half_width >= 8 for row in pills)
    assert all(layout.xs[row.source] + row.half_width <= layout.width - 8 for row in pills)
    assert all(0 < row.y < layout.foot for row in layout.rows)


@pytest.mark.parametrize("name", conversations.ALL)
def test_time_runs_down(name: str) -> None:
    ys = [row.y for row in lay_out(conversations.ALL[name].events).rows]

    assert ys == sorted(set(ys))


def test_every_write_is_an_arrow_with_its_bytes() -> None:
    svg = conversations.SPLIT.diagram()

    assert texts(svg)[:7] == [
        "connect",
        "accepts client",
        'b"hel"',
        'b"hel"',
        'b"lo\\n"',
        "waits in line 6:",
        "data = conn.recv(1024)",
    ]
    assert texts(svg)[7:] == ["client", "echo_server"]


def test_a_tooltip_says_the_event_in_words_with_all_its_bytes() -> None:
    assert tooltips(conversations.SPLIT.diagram())[2:4] == [
        "echo_server accepts client",
        'client sends 3 bytes to echo_server: b"hel"',
    ]


def test_a_tooltip_of_very_many_bytes_says_how_many_it_has() -> None:
    said = tooltips(conversations.LARGE.diagram())[2]

    assert said.startswith(
        'send_all sends 65,536 bytes to reader, of which the first 4,096: b"\\x00'
    )


def test_all_tooltips_together_are_bounded() -> None:
    chatter = [Event("send", "a", "b", bytes(4096))] * 240

    assert len(draw(chatter)) < 2_000_000


def test_the_title_stands_above_and_is_what_a_screen_reader_says() -> None:
    svg = conversations.SPLIT.diagram("Two pieces")

    assert tooltips(svg)[0] == "Two pieces"
    assert texts(svg)[0] == "Two pieces"


def test_without_a_title_a_screen_reader_says_who_talks() -> None:
    assert tooltips(conversations.SPLIT.diagram())[0] == "Conversation: client, echo_server"


def test_nothing_said_is_said() -> None:
    assert texts(draw([])) == ["Nothing was said."]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event("return", "f", note="5"), ["returns 5"]),
        (Event("return", "f", data=b"ab", note="late"), ['returns b"ab"', "late"]),
        (Event("raise", "f", note="EOFError"), ["raises EOFError"]),
        (Event("exit", "f", note="with status 3"), ["exits with status 3"]),
        (Event("exit", "f", note="was ended by SIGKILL"), ["was ended by SIGKILL"]),
        (Event("exit", "f"), ["exits"]),
        (Event("waits", "f"), ["waits"]),
        (Event("waits", "f", note="for a lock"), ["waits for a lock"]),
        (Event("waits", "f", note="line 3: x = 1"), ["waits in line 3:", "x = 1"]),
        (Event("waits", "f", note="line 3"), ["waits in line 3"]),
        (Event("computes", "f", note="line 3: x = 1"), ["computes in line 3:", "x = 1"]),
        (Event("call", "f", note="f(1)"), ["f(1)"]),
        (Event("call", "f"), []),
        (Event("start", "f"), []),
        (Event("start", "f", note="with a full queue"), ["starts with a full queue"]),
        (Event("signal", "f", note="SIGTERM"), ["signals SIGTERM"]),
        (Event("note", "f", note="idle"), ["idle"]),
        (Event("note", "f"), []),
        (Event("close", "f"), ["closes"]),
        (Event("send", "f", "f", b"x"), ['sends b"x"']),
    ],
)
def test_what_one_lane_does_alone_is_said_on_it(event: Event, words: list[str]) -> None:
    assert texts(draw([event])) == [*words, "f"]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event("connect", "a", "b", note="refused"), ["connect", "refused"]),
        (Event("send", "a", "b"), ['b""']),
        (Event("lost", "a", "b", b"x"), ['b"x"']),
        (Event("half_close", "a", "b"), ["half-close"]),
        (Event("close", "a", "b"), ["close"]),
        (Event("reset", "a", "b"), ["reset"]),
        (Event("signal", "a", "b", note="SIGHUP"), ["SIGHUP"]),
        (Event("signal", "a", "b"), ["signal"]),
        (Event("start", "a", "b"), ["starts"]),
    ],
)
def test_what_goes_from_lane_to_lane_is_an_arrow(event: Event, words: list[str]) -> None:
    assert texts(draw([event])) == [*words, "a", "b"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_drawn_as_what_it_is(kind: str) -> None:
    def shape(kind: str) -> str:
        svg = draw([Event(kind, "a", "b", b"x", "note")])  # type: ignore[arg-type]
        return re.sub(r"<(title|desc)>.*?</\1>", "", svg)

    assert [other for other in sorted(KINDS) if shape(other) == shape(kind)] == [kind]


def test_who_connects_stands_left_and_who_only_serves_right() -> None:
    talk = [
        Event("start", "server"),
        Event("connect", "relay", "server"),
        Event("connect", "client", "relay"),
        Event("note", "worker"),
    ]

    assert lanes_in_order(talk) == ["client", "relay", "server", "worker"]


def test_a_process_that_waits_at_the_end_hangs_loose() -> None:
    layout = lay_out(conversations.SPLIT.events)

    client, server = lives(layout)

    assert (client.loose, client.end) == (0, layout.foot)
    assert server.loose > 0


def test_a_process_is_at_work_from_its_start_to_its_end() -> None:
    layout = lay_out(conversations.THREE.events)
    server = lives(layout)[layout.names.index("echo_server")]

    assert server.bars == ((layout.rows[0].y, layout.rows[-1].y),)
    assert server.end == layout.rows[-1].y


def test_a_process_that_is_called_again_is_at_work_again() -> None:
    layout = lay_out(
        [Event("call", "f"), Event("return", "f"), Event("call", "f"), Event("note", "f")]
    )

    first, second = lives(layout)[0].bars

    assert first == (layout.rows[0].y, layout.rows[1].y)
    assert second == (layout.rows[2].y, layout.foot)


def test_a_process_that_nobody_saw_start_is_at_work_from_the_top() -> None:
    layout = lay_out(conversations.RESET.events)
    server = lives(layout)[1]

    assert server.bars[0] == (layout.head, layout.rows[3].y)


def test_an_arrow_ends_at_the_edge_of_a_bar() -> None:
    layout = lay_out(conversations.SPLIT.events)
    server = lives(layout)[1]

    assert server.edge(layout.rows[1].y, -1) < server.x < server.edge(layout.rows[1].y, 1)
    assert server.edge(layout.top, -1) == server.x


def test_a_long_conversation_has_the_names_below_too() -> None:
    svg = conversations.PING_PONG.diagram()

    assert texts(svg).count("client") == 2
    assert max(numbers(svg, "y")) < float(svg.split('height="')[1].split('"')[0])


def test_a_very_long_conversation_says_what_it_leaves_out() -> None:
    talk = [Event("send", "a", "b", b"%d" % number) for number in range(1000)]

    layout = lay_out(talk)

    assert len(layout.rows) == MOST_ROWS + 1
    assert "760 events left out" in texts(draw(talk))
    assert 'b"999"' in texts(draw(talk))


def test_a_crowd_is_shown_by_its_busiest_and_its_last() -> None:
    layout = lay_out(conversations.CROWD.events)

    assert layout.names == (*(f"client {n}" for n in range(194, 201)), "echo_server")
    assert len(layout.names) == MOST_LANES
    assert "386 events of other lanes left out" in texts(conversations.CROWD.diagram())


def test_hostile_text_is_shown_and_does_nothing() -> None:
    svg = conversations.HOSTILE.diagram(conversations.HOSTILE_TEXT)

    assert "<script>1</script>\\u202e" in texts(svg)
    assert "\u202e" not in svg
    assert "\x1b" not in svg
    assert "<img" not in svg


def test_names_and_notes_without_end_do_not_make_the_picture_large() -> None:
    talk = [Event("raise", "f" * 1_000_000, note="E" * 1_000_000)]

    assert len(draw(talk, "t" * 1_000_000)) < 10_000


def test_spaces_are_kept() -> None:
    assert 'b"a  b   c"' in texts(draw([Event("send", "x", "y", b"a  b   c")]))
    assert "a  b" not in draw([Event("send", "x", "y", b"a  b")]).split("<text")[1]


def test_the_same_conversation_is_the_same_picture() -> None:
    assert conversations.THREE.diagram() == conversations.THREE.diagram()
