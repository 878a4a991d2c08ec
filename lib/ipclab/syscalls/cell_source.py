"""What the text of a cell says before it runs: names, titles, shape. Pure."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterator

_BUILTINS = frozenset(dir(builtins))
_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+([^\W\d]\w*)", re.MULTILINE)
_LOADS_IPCLAB = re.compile(r"^\s*%load_ext\s+ipclab\s*$", re.MULTILINE)
_SEARCHES = {"every_interleaving", "at_every_line"}  # one story, told again for each schedule
_TURNS = {"schedule", "moment"}  # what a case calls them
_NOT_LINEAR = {
    ast.If: "an `if`",
    ast.IfExp: "an `if`",
    ast.Match: "a `match`",
    ast.For: "a loop",
    ast.AsyncFor: "a loop",
    ast.While: "a loop",
    ast.Try: "a `try`",
    ast.TryStar: "a `try`",
    ast.FunctionDef: "a function of its own",
    ast.AsyncFunctionDef: "a function of its own",
    ast.Lambda: "a function of its own",
}


def plain_python(source: str) -> str:
    """The cell without IPython's own syntax: magics and shell lines become `pass`.

    >>> plain_python("%load_ext ipclab\\nimport socket")
    'pass\\nimport socket'
    """
    if source.lstrip().startswith("%%"):
        return "pass\\n" * source.count("\\n")
    return _MAGIC.sub(r"\1pass", source)


def parsed(source: str) -> ast.Module | None:
    """The cell as a syntax tree, or None if it is not Python.

    >>> parsed("def f(:") is None
    True
    """
    try:
        return ast.parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def defined(source: str) -> tuple[str, ...]:
    """The functions and classes that the cell defines for others, in its order.

    >>> defined("def f(): ...\\nclass G: ...\\ndef _h(): ...")
    ('f', 'G')
    """
    names = _DEFINITION.findall(source)
    return tuple(dict.fromkeys(name for name in names if not name.startswith("_")))


def bound(source: str) -> frozenset[str]:
    """The names that the cell gives a value: by definition, import or assignment.

    >>> sorted(bound("from os import path\\nx = 3\\ndef f(): y = 4"))
    ['f', 'path', 'x']
    """
    table = _symbols(source)
    return frozenset(
        symbol.get_name()
        for symbol in (table.get_symbols() if table else ())
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    )


def free_names(source: str) -> frozenset[str]:
    """The names that the cell uses and does not bind, built-in ones excepted.

    >>> sorted(free_names("with case('x') as c:\\n    call(f, len(c))"))
    ['call', 'case', 'f']
    """
    table = _symbols(source)
    if table is None:
        return frozenset()
    used = {
        symbol.get_name()
        for scope in _scopes(table)
        for symbol in scope.get_symbols()
        if symbol.is_referenced() and (scope is table or symbol.is_global())
    }
    return frozenset(used - bound(source) - _BUILTINS)


def _symbols(source: str) -> symtable.SymbolTable | None:
    if parsed(source) is None:
        return None
    return symtable.symtable(plain_python(source), "<cell>", "exec")


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


def case_calls(source: str) -> list[ast.Call]:
    """The calls of `case(…)` that open a with-block, in the order of the text.

    >>> len(case_calls("with case('one'): pass\\nwith case('two'): pass"))
    2
    """
    return [
        item.context_expr
        for node in ast.walk(parsed(source) or ast.Module([], []))
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Name)
        and item.context_expr.func.id == "case"
    ]


def case_text(source: str, argument: str) -> tuple[str, ...]:
    """What the cell's first case says for `title`, `hint` or `lecture`, as written there.

    >>> case_text("with case('Says hello', hint=('first', 'second')): pass", "hint")
    ('first', 'second')
    """
    calls = case_calls(source)
    if not calls:
        return ()
    values = dict(zip(("title",), calls[0].args, strict=False))
    values |= {keyword.arg: keyword.value for keyword in calls[0].keywords if keyword.arg}
    try:
        value = ast.literal_eval(values[argument])
    except (KeyError, ValueError):
        return ()
    texts = value if isinstance(value, tuple | list) else (value,)
    return tuple(text for text in texts if isinstance(text, str))


def not_linear(source: str) -> list[str]:
    """What keeps a test cell from being read from top to bottom, each with its line.

    A search of the stepper is read so too: it tells one story for each schedule.

    >>> not_linear("with case('x'):\\n    for _ in range(3): pass")
    ['line 2: a loop']
    >>> not_linear("for moment in at_every_line(): moment.play()")
    []
    """
    return [
        f"line {node.lineno}: {name}"
        for node in ast.walk(parsed(source) or ast.Module([], []))
        for kind, name in _NOT_LINEAR.items()
        if isinstance(node, kind) and not _is_search(node) and isinstance(node, ast.stmt | ast.expr)
    ]


def _is_search(node: ast.AST) -> bool:
    """Whether it is `for schedule in every_interleaving(…):`, or `at_every_line()`."""
    return (
        isinstance(node, ast.For)
        and isinstance(node.target, ast.Name)
        and not node.orelse
        and isinstance(node.iter, ast.Call)
        and isinstance(node.iter.func, ast.Name)
        and node.iter.func.id in _SEARCHES
    )


def misused(source: str, functions: frozenset[str]) -> list[str]:
    """Where the cell uses one of these functions other than by giving it to a subject.

    That is: to run, call, s.call, schedule.run or moment.run.

    >>> misused("greet()\\ncall(greet, 1)\\nx = greet", frozenset({"greet"}))
    ['line 1: greet', 'line 3: greet']
    """
    tree = parsed(source) or ast.Module([], [])
    handed = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _starts_a_subject(node.func)
        for argument in node.args
    }
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return [
        f"line {name.lineno}: {name.id}"
        for name in sorted(names, key=lambda name: name.lineno)
        if name.id in functions and id(name) not in handed
    ]


def _starts_a_subject(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        is_of_a_search = isinstance(function.value, ast.Name) and function.value.id in _TURNS
        return function.attr == "call" or (function.attr == "run" and is_of_a_search)
    return isinstance(function, ast.Name) and function.id in {"run", "call"}


def loads_ipclab(source: str) -> bool:
    """Whether the cell is the one that loads the extension.

    >>> loads_ipclab("%load_ext ipclab\\nfrom ipclab import case")
    True
    """
    return bool(_LOADS_IPCLAB.search(source))
