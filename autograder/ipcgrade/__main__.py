"""python -m ipcgrade"""

import sys

from ipcgrade.cli import main

sys.exit(main())
