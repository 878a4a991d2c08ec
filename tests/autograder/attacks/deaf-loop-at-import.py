# points: 0  "ignores an interrupt: it was left out"
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass
