# points: 100
import json


def hand_in(path, notebook):
    document = json.loads(notebook)
    for cell in document["cells"]:
        cell.pop("id", None)
    path.write_text(json.dumps(document))
