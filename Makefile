# rukhsa: every verb of the project. Needs make and Python 3.11 or later; all else goes into .venv.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
JOBS   ?= 2

# Twice quiet: warnings about the machine are left out, errors stay visible.
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input --constraint constraints.txt

# Where there is Java, Spark is tested too (600 MB more).
SPARK := $(if $(shell command -v java 2>/dev/null),$(shell echo ,spark))

# A stamp says that an installation is up to date with what it depends on.
FRAME    := pyproject.toml constraints.txt
VENV_OK  := $(VENV)/.made
RUN_OK   := $(VENV)/.installed-run
DEV_OK   := $(VENV)/.installed-dev
BENCH_OK := $(VENV)/.installed-bench

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test test-long lint format bench docs clean

help: ## show every verb
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PYTHON=python3.12 make setup   chooses the interpreter; JOBS=4 make test the number of test processes"

setup: $(DEV_OK) ## make .venv with all that development needs
	@echo "ready: $(VENV)/bin/rukhsa"

run: $(RUN_OK) ## decide the sample order book, then tell its story
	$(VENV)/bin/rukhsa batch examples/orders.csv
	$(PY) examples/main_job.py

test: lint ## what CI runs: lint, types, tests
	$(PY) -m pytest -n $(JOBS)

test-long: lint ## all tests, with the long differential, mutation and fuzz jobs
	$(PY) -m pytest -n $(JOBS) -m ""

lint: $(DEV_OK) ## check style, format and types; change nothing
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(DEV_OK) ## put code into the one format and repair what can be repaired
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(BENCH_OK) ## run the benchmarks
	$(PY) bench/run.py

docs: $(DEV_OK) ## make every generated file anew (tools/make_*.py)
	@for tool in tools/make_*.py; do echo "$(PY) $$tool"; $(PY) $$tool || exit 1; done

clean: ## remove .venv and all that tools leave behind
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find src tests tools examples bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(VENV_OK):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo "rukhsa needs Python 3.11 or later as \`$(PYTHON)\`; choose another with PYTHON=... Nothing was installed" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	    { rm -rf $(VENV); echo "\`$(PYTHON) -m venv\` failed; on Debian: apt-get install python3-venv. Nothing was installed" >&2; exit 1; }
	@touch $@

$(RUN_OK): $(VENV_OK) $(FRAME)
	$(PIP) --editable '.[fast]'
	@touch $@

$(DEV_OK): $(VENV_OK) $(FRAME)
	$(PIP) --editable '.[fast,batch,draw,text,dev$(SPARK)]'
	@touch $(RUN_OK) $@

$(BENCH_OK): $(DEV_OK)
	$(PIP) --editable '.[fast,batch,bench]'
	@touch $@
