# IPC Lab. `make` lists what there is; the README says what each prints.

PYTHON ?= python3
LAB_DIR ?= ipc-lab
ARGS ?=
N ?= 100

# `python3` is looked up before .venv joins the path: an environment is never made from itself.
base_python := $(shell command -v "$(PYTHON)" || echo "$(PYTHON)")
# nbgrader calls alembic, and JupyterLab's Validate calls nbgrader, by name.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

installed := .venv/.installed
settings := .venv/share/jupyter/lab/settings/overrides.json
pip := .venv/bin/python -m pip --disable-pip-version-check --no-input
lectures = $(wildcard course/lectures/*.ipynb)

.DEFAULT_GOAL := help
.PHONY: help env lab packages test lint types check notebooks browser bench flake book lock

help:
	@echo 'make lab               open the course: JupyterLab on your own folder $(LAB_DIR)/'
	@echo '                       ARGS="--no-browser --port 8899" goes on to JupyterLab; LAB_DIR=… is another folder'
	@echo 'make env               the environment in .venv, from requirements.lock; PYTHON=… is another Python'
	@echo 'make test              everything: packages, lint, types, tests, notebooks, browser'
	@echo 'make lint              format, style, spelling and notebooks as they should be'
	@echo 'make bench             what it costs; also build/bench.json'
	@echo 'make flake N=100       every right answer N times on a loaded machine, at home and in the judge: none may fail'
	@echo '                       N=16 ARGS=--judge is 10,000 case runs in the judge alone, in some ten minutes'
	@echo 'make book              the lectures as HTML in build/book'
	@echo 'make lock              pin requirements.in anew in requirements.lock'

env: $(installed) $(settings)
	@:

$(installed): requirements.lock lib/pyproject.toml autograder/pyproject.toml
	@.ci/preflight "$(base_python)"
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || "$(base_python)" -m venv --clear .venv
	@echo 'installing the environment in .venv: a minute or two, once'
	@$(pip) install -qq --require-hashes -r requirements.lock
	@$(pip) install -qq --no-deps --no-build-isolation -e lib -e autograder
	@touch $@

$(settings): course/jupyterlab.json $(installed)
	@mkdir -p $(@D) && cp $< $@

lab: env
	@ipcgrade lay-out "$(LAB_DIR)"
	@ipcgrade open "$(LAB_DIR)" $(ARGS)

packages:
	@.ci/packages binder/apt.txt tests/apt.txt

test: packages
	@$(MAKE) --no-print-directory lint types check notebooks browser

lint: env
	ruff check
	ruff format --check
	codespell
	ipcgrade normalise --check

types: env
	mypy

check: env
	pytest tests --ignore tests/browser

notebooks: env
	$(if $(lectures),pytest --nbval $(lectures))

browser: env
	$(if $(wildcard tests/browser/test_*.py),pytest tests/browser)

bench: env
	@mkdir -p build
	python -m tests.benchmarks

flake: env
	python -m tests.benchmarks.flake $(N) $(ARGS)

book: env
	@mkdir -p build/book
	$(if $(lectures),jupyter nbconvert --log-level WARN --to html --output-dir build/book $(lectures))
	@echo 'open build/book'

# With the oldest Python that we support, so that what it pins installs on the newer ones too. Extras
# stay: to a pip before 23.3, which Python 3.11 brings, a pinned name is no pin of name[extra].
lock:
	@"$(base_python)" -m venv build/lock && build/lock/bin/pip install -qq pip-tools
	CUSTOM_COMPILE_COMMAND='make lock' build/lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe \
	  --no-strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --annotation-style=line --output-file requirements.lock requirements.in
