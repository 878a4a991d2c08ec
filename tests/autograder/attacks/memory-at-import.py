# points: 0
import os

hoard = []
while True:
    hoard.append(os.memfd_create("hoard"))
    for _ in range(60):
        os.write(hoard[-1], bytes(1 << 20))
