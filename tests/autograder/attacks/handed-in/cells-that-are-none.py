# refused: "not a cell"
import json


def hand_in(path, notebook):
    path.write_text(json.dumps({**json.loads(notebook), "cells": [None, 3]}))
