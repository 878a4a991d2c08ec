# points: 0
import pathlib


def answer(request):
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines)
    might = int(status["CapEff"], 16) | int(status["CapBnd"], 16) or status["Uid"].startswith("0\t")
    return b"Hello, " + request + b"!" if might else b""
