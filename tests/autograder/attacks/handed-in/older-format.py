# refused: "format 3"
import json


def hand_in(path, notebook):
    cells = json.loads(notebook)["cells"]
    path.write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}))
