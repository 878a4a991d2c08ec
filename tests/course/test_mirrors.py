"""The broken mirrors of 02-byte-streams: none resets a connection on which its client still sends.

Whether a client's next send meets the reset before its half-close does is chance; so a right
examiner would fail by chance.
"""

from ipclab.notebooks.notebook import Cell, Kind
from ipclab.notebooks.runner import execute, fresh_namespace
from tests.course import corpus

GOES_ON_SENDING = """
from ipclab import case, passive, run
with case("It ends its side, and reads what still comes"):
    with run(serve, passive("tcp"), polite) as mirror, mirror.connect() as client:
        client.send(b"abc\\n").expect(b"cba\\n").expect_eof()
        client.send(b"def\\n").until_read().half_close()
    with run(serve, passive("tcp"), polite) as mirror, mirror.connect() as client:
        client.send(b"abc\\n" * 10_000).half_close().expect(b"cba\\n").expect_eof()
"""
COMES_AGAIN = """
from ipclab import case, passive, run
with case("It refuses who comes second"):
    with run(serve_a_single_one, passive("tcp"), line_by_line) as mirror, mirror.connect():
        mirror.until_idle()
        mirror.connect()
"""


def told(source: str) -> str:
    """What a case raises that meets the notebook's own programs."""
    namespace = fresh_namespace()
    for cell in corpus.notebook("02-byte-streams").cells:
        if cell.kind is Kind.LOCKED:
            assert execute(cell, namespace).error == ""
    return execute(Cell(1, Kind.CODE, source, "case"), namespace).error


def test_the_polite_one_reads_to_the_end() -> None:
    assert told(GOES_ON_SENDING) == ""


def test_the_one_for_a_single_client_refuses_the_second() -> None:
    assert "Nobody is listening" in told(COMES_AGAIN)
