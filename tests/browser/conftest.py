"""A fresh JupyterLab for each module, and Debian's Chromium to look at it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.browser.lab import Lab, serve
from tests.tree import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120_000  # milliseconds for what must appear: the machine may be busy
PICTURES = ROOT / "course" / "pictures"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-pictures",
        action="store_true",
        help="write the README's pictures into course/pictures, to be looked at",
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser with an empty profile. Root has no sandbox to put it in."""
    as_root = [] if os.geteuid() else ["--no-sandbox"]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *as_root])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """What `make lab` serves to somebody who has never been here."""
    place = tmp_path_factory.mktemp("lab")
    (place / "home").mkdir()
    with serve(ROOT, place / "ipc-lab", place / "home") as served:
        yield served


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window of the test's own, sharper when its pictures are kept."""
    kept = request.config.getoption("--update-pictures", default=False)
    with window(chromium, scale=2 if kept else 1) as opened:
        yield opened


@contextmanager
def window(chromium: Browser, scale: int = 1) -> Iterator[Page]:
    """A window with a profile of its own."""
    size = {"width": 1280, "height": 900}
    context = chromium.new_context(viewport=size, device_scale_factor=scale)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[str, Locator], None]:
    """A function that keeps a picture of what is on the page, if that was asked for."""

    def keep(name: str, what: Locator) -> None:
        if request.config.getoption("--update-pictures", default=False):
            what.screenshot(path=Path(PICTURES / name))

    return keep
