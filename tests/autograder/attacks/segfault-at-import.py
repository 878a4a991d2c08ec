# points: 0  "was ended by SIGSEGV: it was left out"
import ctypes

ctypes.string_at(0)
