# refused: "cells"
import json


def hand_in(path, notebook):
    document = json.loads(notebook)
    more = {"cell_type": "code", "metadata": {}, "source": "x = 3", "outputs": []}
    path.write_text(json.dumps({**document, "cells": document["cells"] + [more] * 200_000}))
