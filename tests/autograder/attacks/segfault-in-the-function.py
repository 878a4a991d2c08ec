# points: 0  "was ended by SIGSEGV"
import ctypes


def answer(request):
    ctypes.string_at(0)
