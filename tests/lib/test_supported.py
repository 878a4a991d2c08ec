"""Where IPC Lab does not run, one sentence says what to do."""

import pytest

from ipclab.supported import complaint


@pytest.mark.parametrize(
    ("platform", "version", "words"),
    [
        ("win32", (3, 12), "on Windows, install WSL2 (`wsl --install` in PowerShell)"),
        ("cygwin", (3, 12), "install WSL2"),
        ("darwin", (3, 12), "this is macOS: start the course on Binder"),
        ("freebsd14", (3, 12), "this is freebsd14: start the course on Binder"),
        ("linux", (3, 9, 18), "needs Python 3.11 or newer, and this is Python 3.9"),
    ],
)
def test_elsewhere_one_sentence_says_what_to_do(
    platform: str, version: tuple[int, ...], words: str
) -> None:
    sentence = complaint(platform, version)
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("version", [(3, 11), (3, 11, 0), (3, 14, 2), (4, 0)])
def test_linux_with_a_python_new_enough_is_fine(version: tuple[int, ...]) -> None:
    assert complaint("linux", version) == ""
