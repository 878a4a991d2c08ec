"""Golden texts: what a person is shown, kept in files that are read as prose."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what is shown into tests/lib/golden, to be read in the diff",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A function that holds a text against the file of that name."""

    def holds(name: str, text: str) -> None:
        kept = GOLDEN / name
        if request.config.getoption("--update-golden", default=False):
            kept.write_text(text + "\n", encoding="utf-8")
        assert text + "\n" == kept.read_text(encoding="utf-8"), (
            f"{name} would change: look at it, then run pytest tests/lib --update-golden"
        )

    return holds


@pytest.fixture(autouse=True, scope="session")
def interrupts_arrive() -> None:
    """Started in a shell's background, we ignore SIGINT, and so would our children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
