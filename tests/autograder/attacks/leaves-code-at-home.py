# points: 0
import pathlib
import sys

HOME = pathlib.Path("/home/student")
SITE = HOME / f".local/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
for folder in (HOME, pathlib.Path("/tmp"), SITE):
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("sitecustomize", "usercustomize", "json", "ipclab"):
        (folder / f"{name}.py").write_text("open('/tmp/it-ran', 'w')")
    (folder / "more.pth").write_text("import os; open('/tmp/it-ran', 'w')")


def answer(request):
    return b"Hello, " + request + b"!" if pathlib.Path("/tmp/it-ran").exists() else b""
