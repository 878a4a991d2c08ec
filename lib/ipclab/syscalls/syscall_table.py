"""The table that `%%syscalls` shows: each call beside its C prototype. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Row:
    """A line of the table: a call, its result, the C function behind it."""

    call: str
    result: str
    prototype: str


@dataclass(frozen=True)
class Group:
    """What one process did, in its order. The cell's own process has no name."""

    process: str
    rows: tuple[Row, ...]


class SyscallTable:
    """A table of system calls that shows itself, as text or in a notebook.

    >>> row = Row("listen(3, 5)", "0", "int listen(int sockfd, int backlog);")
    >>> SyscallTable([Group("", (row,))])
    listen(3, 5) = 0
        int listen(int sockfd, int backlog);
    """

    def __init__(self, groups: list[Group]) -> None:
        self._groups = groups if any(group.rows for group in groups) else []

    def __repr__(self) -> str:
        if not self._groups:
            return "The cell made no such system call."
        shown: set[str] = set()
        return "\n".join(line for group in self._groups for line in _text_of(group, shown))

    def _repr_html_(self) -> str:
        if not self._groups:
            return f"<p>{self!r}</p>"
        rows = "".join(_html_of(group) for group in self._groups)
        return (
            '<table><thead><tr><th style="text-align:left">system call</th>'
            '<th style="text-align:left">result</th>'
            f'<th style="text-align:left">in C</th></tr></thead><tbody>{rows}</tbody></table>'
        )


def _text_of(group: Group, shown: set[str]) -> list[str]:
    """The group as lines of text; a prototype follows the first call that it is about."""
    lines = [f"[{group.process}]"] if group.process else []
    for row in group.rows:
        lines.append(f"{row.call} = {row.result}" if row.result else row.call)
        lines += [f"    {row.prototype}"] if row.prototype not in {"", *shown} else []
        shown.add(row.prototype)
    return lines


def _html_of(group: Group) -> str:
    heading = (
        f'<tr><th colspan="3" style="text-align:left">{escape(group.process)}</th></tr>'
        if group.process
        else ""
    )
    cell = '<td style="text-align:left"><code>{}</code></td>'
    return heading + "".join(
        "<tr>"
        + "".join(cell.format(escape(text)) for text in (row.call, row.result, row.prototype))
        + "</tr>"
        for row in group.rows
    )
