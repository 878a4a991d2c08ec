# points: 0
import ast
import builtins

from IPython.core.inputtransformer2 import TransformerManager

import ipclab.notebooks.host
import ipclab.notebooks.runner

TransformerManager.transform_cell = lambda *_: "pass"
ast.parse = lambda *_, **__: ast.Module([], [])
builtins.compile = lambda *_, **__: (lambda: None).__code__
builtins.exec = lambda *_: None
builtins.AssertionError = builtins.Exception = type("Nothing", (BaseException,), {})
ipclab.notebooks.runner.execute = ipclab.notebooks.host.execute = lambda *_: None
get_ipython().input_transformers_post = [lambda lines: []]  # noqa: F821  as a kernel has it


def answer(request):
    return b""
