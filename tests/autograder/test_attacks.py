"""Hostile submissions: each gets what its first line says, and those beside it lose nothing."""

import socket

import pytest

from tests.autograder.zoo import Zoo, attacks, bounded, strays


@pytest.fixture(scope="module")
def host():
    """This machine listens, where no submission may reach it."""
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as name:
        name.bind(f"\0ipclab-test-{port.getsockname()[1]}")
        name.listen()
        yield


@pytest.fixture(scope="module")
def outcomes(request, tmp_path_factory, host):
    """What became of each attack that is asked for. They are graded side by side."""
    wanted = [
        item.callspec.params["attack"]
        for item in request.session.items
        if item.module is request.module and "attack" in getattr(item, "fixturenames", ())
    ]
    zoo = Zoo(tmp_path_factory.mktemp("zoo"))
    with bounded() as escaped:
        yield {attack: zoo.graded(attack) for attack in wanted}
        zoo.close()
        assert strays() == []
    assert escaped == []


@pytest.mark.parametrize("attack", attacks(), ids=str)
def test_an_attack_gets_what_it_deserves(attack, outcomes):
    points, words = attack.required
    outcome = outcomes[attack].result()

    assert outcome.points == points, outcome.told[:10_000]
    assert words in " ".join(outcome.told[:10_000].split())
    assert outcome.faults == []
    assert outcome.neighbours == ([] if points is None else [100, 100])
    assert harmless(outcome.told)
    assert "<script" not in outcome.shown
    assert "<img" not in outcome.shown


def harmless(text):
    """Whether a terminal shows the text, and does nothing else."""
    return all(character.isprintable() or character == "\n" for character in text)
