"""A link passes what it is told to pass, and its ends learn only what a real one's would."""

import socket

from ipclab import case, conversation, link, listen, passive, payload, run
from tests.lib.live import as_in_a_notebook, card_of, told

as_in_a_notebook(__name__)


def echo(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            while data := connection.recv(65536):
                connection.sendall(data)


def exchange(address: tuple[str, int], data: bytes) -> list[bytes]:
    """Send, end, and the pieces of what comes back."""
    with socket.create_connection(address) as server:
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)
        pieces = []
        while piece := server.recv(65536):
            pieces.append(piece)
        return pieces


def greet(address: tuple[str, int]) -> bytes:
    with socket.create_connection(address) as server:
        server.sendall(b"hello")
        return server.recv(100)


def test_what_goes_in_comes_out() -> None:
    with case("Through a link"), run(echo, passive()) as server, link(server.listening()) as wire:
        data = payload(300_000)
        with run(exchange, wire.address, data) as client:
            assert b"".join(client.result()) == data  # type: ignore[arg-type]


def test_two_connections_at_once_do_not_mix() -> None:
    with case("Two"), listen() as server, link(server) as wire:
        first, second = run(exchange, wire.address, b"one"), run(exchange, wire.address, b"two")
        with first, second, server.accept() as one, server.accept() as two:
            assert {one.receive_all(), two.receive_all()} == {b"one", b"two"}
            one.half_close()
            two.half_close()
            first.expect([])
            second.expect([])


def test_a_throttled_link_passes_a_piece_when_the_one_before_was_read() -> None:
    with case("Throttled"), run(echo, passive()) as server, link(server.listening()) as wire:
        wire.throttle(7)
        with run(exchange, wire.address, b"a" * 30) as client:
            client.expect([b"a" * 7, b"a" * 7, b"a" * 7, b"a" * 7, b"a" * 2])


def test_a_stalled_link_lets_nobody_know_and_goes_on() -> None:
    with case("Stalled"), run(echo, passive()) as server, link(server.listening()) as wire:
        wire.stall()
        with run(exchange, wire.address, b"later") as client:
            client.until_idle().expect_running()
            wire.resume()
            client.expect([b"later"])


def test_who_waits_behind_a_cut_link_waits_for_ever() -> None:
    def story() -> None:
        with run(echo, passive()) as server, link(server.listening()) as wire:
            wire.cut().resume()
            with run(exchange, wire.address, b"never") as client:
                client.result()

    words = told(story)
    assert "exchange does not return" in words
    assert "waits in line" in words


def test_a_reset_reaches_both_sides() -> None:
    with case("Reset"), listen() as server, link(server) as wire:
        with run(greet, wire.address) as client, server.accept() as connection:
            connection.expect(b"hello")
            client.until_idle()
            wire.reset()
            connection.expect_reset()
            client.expect_error(ConnectionResetError)


def test_an_end_that_nobody_answers_behind_the_link_is_refused() -> None:
    with listen() as nobody:
        address = nobody.address
    with case("Nobody there"), link(address) as wire:
        with run(exchange, wire.address, b"hello") as client:
            client.expect_error(ConnectionResetError)


def test_what_befalls_the_link_is_in_the_picture() -> None:
    with conversation() as talk, listen() as server, link(server) as wire:
        wire.stall()
        wire.resume()
    notes = [event.note for event in talk.transcript]
    assert notes == ["the link stalls", "the link goes on: what it held arrives"]


def test_what_a_link_holds_back_is_drawn_as_not_arriving() -> None:
    with conversation() as talk, listen() as server, link(server) as wire:
        with run(exchange, wire.address, b"hello") as client, server.accept() as connection:
            connection.send(b"before")
            client.until_idle()
            wire.cut()
            connection.send(b"after").half_close()
            client.until_idle()
    ours = [(e.kind, e.data, e.note) for e in talk.transcript if e.source == "server"]
    assert ours[:3] == [
        ("send", b"before", ""),
        ("lost", b"after", ""),
        ("lost", b"", "half_close"),
    ]


def test_another_connection_is_not_held_back() -> None:
    with conversation() as talk, listen() as server, link(server) as wire:
        wire.cut()
        with run(greet, server.address) as client, server.accept() as connection:
            connection.expect(b"hello").send(b"all is well")
            client.expect(b"all is well")
    assert "lost" not in {event.kind for event in talk.transcript}


def test_a_case_leaves_no_link_behind() -> None:
    wires = []
    card = card_of(lambda: wires.append(link(("127.0.0.1", 9))))
    assert card.verdict.value == "passed"
    assert wires[0].inodes() == set()
