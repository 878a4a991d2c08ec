"""What a card says of a search: how much was searched, and the schedule that failed."""

from ipclab.cards.card import Card
from ipclab.cards.interleaving import MOST_ROWS, Interleaving, Move
from ipclab.cards.verdict import Verdict


def failed(*moves: Move, lanes: tuple[str, ...] = ("ann", "bob")) -> Card:
    return Card("A race", Verdict.FAILED, interleaving=Interleaving(3, 2, False, lanes, moves))


def reads(lane: int, line: int = 1, source: str = "n[0] += 1") -> Move:
    return Move(lane, line, 2, source, "reads")


def writes(lane: int, line: int = 1, source: str = "n[0] += 1") -> Move:
    return Move(lane, line, 8, source, "writes")


def test_two_functions_stand_side_by_side_and_a_cut_line_says_what_it_did() -> None:
    assert failed(reads(0), reads(1), writes(1), writes(0)).text() == (
        "✗ A race\n"
        "  schedule 3 of those with at most two preemptions:\n"
        "    ann                                 bob\n"
        "     1 n[0] += 1  (reads …)\n"
        "                                         1 n[0] += 1\n"
        "     1 n[0] += 1  (… writes)"
    )


def test_the_next_round_of_a_loop_is_another_row() -> None:
    text = failed(reads(0), writes(0), reads(0), writes(0)).text()

    assert text.count("n[0] += 1") == 2
    assert "reads" not in text


def test_who_waits_and_who_leaves_a_block_is_said() -> None:
    leaves = Move(0, 1, 9, "with lock:", "leaves")
    waits = Move(1, 1, 2, "with lock:", "calls", note="waits")

    assert "with lock:  (leaves)" in failed(leaves, waits).text()
    assert "with lock:  (waits)" in failed(leaves, waits).text()


def test_of_a_long_schedule_the_end_is_shown() -> None:
    card = failed(*(reads(0, line) for line in range(1, MOST_ROWS + 4)))

    assert "… 3 rows before" in card.text()
    assert "… 3 rows before" in card.html()
    assert " 43 n[0] += 1" in card.text()


def test_a_lane_without_a_move_has_a_column_all_the_same() -> None:
    assert "bob" in failed().html()


def test_what_comes_from_a_student_is_escaped() -> None:
    hostile = failed(reads(0, source="</div><script>\x1b[2J"), lanes=("<b>", "\x1b[31m"))

    assert "<script>" not in hostile.html()
    assert "<b>" not in hostile.html()
    assert "\x1b" not in hostile.html() + hostile.text()


def test_the_bound_is_stated_in_words() -> None:
    assert Interleaving(1, 0, True).words() == "the only schedule"
    assert Interleaving(9, 1, True).words() == "all 9 schedules with at most one preemption"
    assert Interleaving(9, 7, False).words() == "the first 9 schedules with at most 7 preemptions"
    assert Interleaving(9, None, True).words() == "at each of 9 moments"
    assert Interleaving(9, None, False).words() == "at the first 9 moments"


def test_a_case_that_passed_says_what_was_searched() -> None:
    card = Card("No race", Verdict.PASSED, interleaving=Interleaving(30, 2, True))

    assert "all 30 schedules with at most two preemptions" in card.text()
    assert "all 30 schedules with at most two preemptions" in card.html()
