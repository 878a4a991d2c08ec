"""A card as HTML: inline styles only, no script, nothing from elsewhere, all text escaped.

Colours are those of JupyterLab and follow its theme; elsewhere they fall back to light ones.
"""

from html import escape
from typing import TYPE_CHECKING

from ipclab.cards.card_fields import Field, Line, Span, fields, said_line, stuck_lines
from ipclab.cards.card_words import (
    MARKS,
    NO_MARK,
    headline,
    lecture_label,
    lecture_link,
    open_hints,
    problem,
    said,
    status,
)
from ipclab.cards.escape import plain
from ipclab.cards.interleaving_html import interleaving_html
from ipclab.cards.verdict import Verdict

if TYPE_CHECKING:  # card imports this module
    from ipclab.cards.card import Card

_INK = "var(--jp-ui-font-color0,#1f2328)"
_MUTED = "var(--jp-ui-font-color2,#59636e)"
_SANS = "var(--jp-content-font-family,system-ui,-apple-system,'Segoe UI',sans-serif)"
_MONO = "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace)"
_RED = "var(--jp-error-color1,#c62828)"
_GREEN = "var(--jp-success-color1,#2e7d32)"
_AMBER = "var(--jp-warn-color1,#b25e00)"
_EDGES = {
    Verdict.PASSED: _GREEN,
    Verdict.FAILED: _RED,
    Verdict.TIMED_OUT: _AMBER,
    Verdict.SKIPPED: "var(--jp-border-color1,#8c959f)",
    Verdict.GRADER_FAULT: _AMBER,
}
_LOOKS = {
    "mark": f"background:rgba(229,57,53,.22);border-radius:2px;box-shadow:0 2px 0 {_RED}",
    "caret": f"color:{_RED};font-weight:700",
    "words": f"color:{_MUTED};font-family:{_SANS};font-size:13px",
}
_SUMMARY = f"display:list-item;cursor:pointer;color:{_MUTED}"
_EXACT = (
    f"{_MONO};font-size:13px;line-height:1.45;white-space:pre;word-break:normal;overflow-x:auto;"
    f"color:{_INK};background:none;border:0;margin:0;padding:0"
)
_MANY = 12  # lines of one field; of more, the rest is folded
_NEAR = 3  # lines on each side of the caret that stay


def card_html(card: "Card", linked: bool = True) -> str:
    """The whole card as one `div`; `linked`: its lecture is a link."""
    searched = interleaving_html(card.interleaving) if card.interleaving else ""
    if card.verdict is Verdict.PASSED:
        notes = _notes(card.notice) + _notes(*card.warnings)
        return _frame(card, _passed(card) + searched + notes)
    parts = [_head(card), _notes(card.notice)]
    if card.verdict is Verdict.GRADER_FAULT:
        parts.append(_div(escape(NO_MARK), f"margin-top:4px;color:{_MUTED}"))
    parts += [_evidence(card), searched, _notes(*card.warnings)]
    if card.verdict in (Verdict.FAILED, Verdict.TIMED_OUT):
        parts.append(_advice(card, linked))
    if len(card.transcript):
        summary = _tag("summary", "The conversation", _SUMMARY)
        parts.append(_conversation(card, summary, is_open=True))
    return _frame(card, "".join(parts))


def _frame(card: "Card", inside: str) -> str:
    style = (
        f"border:1px solid var(--jp-border-color2,#d5dbe3);border-radius:4px;"
        f"border-left:4px solid {_EDGES[card.verdict]};"
        f"background:var(--jp-layout-color1,#fff);color:{_INK};"
        "padding:8px 14px;margin:2px 0 8px;max-width:820px;box-sizing:border-box;"
        f"font:var(--jp-content-font-size1,14px)/1.5 {_SANS}"
    )
    return _div(inside, style)


def _head(card: "Card") -> str:
    return _div(_title(card), "display:flex;gap:10px;align-items:baseline")


def _title(card: "Card") -> str:
    edge = _EDGES[card.verdict]
    weight = "400" if card.verdict is Verdict.PASSED else "600"
    mark = _tag("span", MARKS[card.verdict], f"color:{edge};font-weight:700")
    title = _tag(
        "span",
        escape(headline(card)),
        f"color:{_INK};font-weight:{weight};flex:1;overflow-wrap:anywhere",
    )
    points = _tag("span", escape(status(card)), f"color:{_MUTED};white-space:nowrap")
    return mark + title + points


def _passed(card: "Card") -> str:
    """One line, which unfolds into the conversation if there was one."""
    if not len(card.transcript):
        return _head(card)
    line = "display:inline-flex;gap:10px;align-items:baseline;width:calc(100% - 18px)"
    summary = _tag("summary", _tag("span", _title(card), line), _SUMMARY)
    return _conversation(card, summary)


def _conversation(card: "Card", summary: str, is_open: bool = False) -> str:
    picture = _div(card.transcript.diagram(), "overflow:auto;max-height:640px;margin-top:6px")
    opening = '<details open style="margin-top:8px">' if is_open else "<details>"
    return f"{opening}{summary}{picture}</details>"


def _evidence(card: "Card") -> str:
    evidence, parts = card.evidence, []
    if problem(card):
        parts.append(_div(escape(problem(card)), "overflow-wrap:anywhere"))
    if labelled := [field for field in fields(evidence) if field.label]:
        parts.append(_table(labelled))
    loose = [line for field in fields(evidence) if not field.label for line in field.lines]
    loose += stuck_lines(evidence.stuck) if evidence.stuck else []
    loose += map(said_line, said(card))
    parts += [_div("".join(map(_flowing, line)), "overflow-wrap:anywhere") for line in loose]
    return _div("".join(parts), "margin-top:6px") if parts else ""


def _table(labelled: list[Field]) -> str:
    cells = []
    for field in labelled:
        cells.append(_div(escape(field.label), f"color:{_MUTED};white-space:nowrap"))
        cells.append(_value(field.lines))
    grid = "display:grid;grid-template-columns:max-content minmax(0,1fr);gap:3px 16px"
    return _div("".join(cells), f"{grid};align-items:baseline;margin:4px 0")


def _value(lines: tuple[Line, ...]) -> str:
    if len(lines) <= _MANY:
        return _rows(lines)
    carets = (at for at, line in enumerate(lines) if any(span.look == "caret" for span in line))
    caret = next(carets, 0)
    near = lines[max(caret - _NEAR, 0) : caret + _NEAR]
    summary = _tag("summary", "all of it", f"{_SUMMARY};font-size:13px")
    return _div(_rows(near) + f"<details>{summary}{_rows(lines)}</details>")


def _rows(lines: tuple[Line, ...]) -> str:
    """Evidence, in which every column counts: in a `pre`, for nbconvert joins spaces elsewhere."""
    words = "\n".join("".join(map(_exact, line)) for line in lines)
    return _tag("pre", words, _EXACT)


def _exact(span: Span) -> str:
    """A span of evidence: every column counts."""
    words = escape(span.text)
    return _tag("span", words, _LOOKS[span.look]) if span.look in _LOOKS else words


def _flowing(span: Span) -> str:
    """A span of a sentence: the student's own line stands out in it."""
    words = escape(span.text)
    if span.look == "words":
        return words
    chip = "background:var(--jp-layout-color2,#f0f2f5);border-radius:3px;padding:1px 5px"
    return _tag("code", words, f"{_MONO};font-size:13px;color:{_INK};{chip}")


def _notes(*notes: str) -> str:
    style = f"margin-top:6px;padding-left:8px;border-left:3px solid {_AMBER}"
    return "".join(_div(escape(plain(note)), style) for note in notes if note)


def _advice(card: "Card", linked: bool) -> str:
    label = _tag("span", "Hint", f"color:{_MUTED};margin-right:10px")
    hints = [_div(label + escape(hint), "overflow-wrap:anywhere") for hint in open_hints(card)]
    foot = []
    if card.lecture:
        foot.append(_lecture(card.lecture, linked))
    if card.seed is not None:
        words = f"replay with IPCLAB_SEED={card.seed}"
        foot.append(_tag("span", words, f"color:{_MUTED};font-size:12px"))
    row = "display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 20px"
    below = _div("".join(foot), f"{row};align-items:baseline") if foot else ""
    return _div("".join(hints) + below, "margin-top:6px") if hints or below else ""


def _lecture(lecture: str, linked: bool) -> str:
    words, link = escape(lecture_label(lecture)), escape(lecture_link(lecture))
    style = "color:var(--jp-content-link-color,#0969da)"
    return f'<a href="{link}" style="{style}">{words}</a>' if linked else _tag("span", words)


def _div(inside: str, style: str = "") -> str:
    return _tag("div", inside, style)


def _tag(name: str, inside: str, style: str = "") -> str:
    return f'<{name} style="{style}">{inside}</{name}>' if style else f"<{name}>{inside}</{name}>"
