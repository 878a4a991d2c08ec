# points: 0  "was ended by SIGKILL: it was left out"
import os

while True:
    os.posix_fallocate(os.memfd_create("hoard"), 0, 60 << 20)
