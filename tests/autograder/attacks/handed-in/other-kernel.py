# points: 100
import json


def hand_in(path, notebook):
    document = json.loads(notebook)
    document["metadata"]["kernelspec"] = {"name": "../../bin/sh", "language": "bash"}
    document["metadata"]["language_info"] = {"name": "\x1b[31m"}
    path.write_text(json.dumps(document))
