# points: 0
import json


def hand_in(path, notebook):
    document = json.loads(notebook)
    cells = [cell for cell in document["cells"] if cell["metadata"]["nbgrader"].get("solution")]
    cells[0]["source"] = "def answer(request):\n    return b''"
    path.write_text(json.dumps({**document, "cells": cells}))
