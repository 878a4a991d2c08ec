# points: 0  "it was left out"
import os
import signal

os.kill(-1, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)  # kill(-1) spares the caller
