# Everything sets itself up: `make demo` and `make test` need only Python 3.11 or later, make, git and a package index.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$candidate && break; done)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto
INPUTS := pyproject.toml constraints.txt
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --build-constraint constraints.txt

# The tests start the program some hundred times: where Python is told to keep no compiled files, each would compile all of it.
test prove: export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test setup check fix data quality prove bench bench-batch docs serve pins

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.core  ## Read the bundled example reports and print their claims
	@$(BIN)/counterclaim demo

test: $(VENV)/.dev  ## Run all tests (minutes)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

setup: $(VENV)/.dev  ## Install everything that tests and checks need into .venv

check: $(VENV)/.dev  ## Check format, lint, types, import directions and data
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/counterclaim knowledge check

fix: $(VENV)/.dev  ## Repair format and what lint can repair
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

data: $(VENV)/.dev  ## Rebuild the generated data files
	@for script in tools/data_*.py; do [ ! -e $$script ] || $(BIN)/python $$script; done

quality: $(VENV)/.dev  ## Score extraction on the evaluation sets, against the pinned floors
	$(BIN)/python tools/quality.py
	$(BIN)/python tools/quality_beside.py

prove: $(VENV)/.dev  ## Run the tests with the full counts, and batches at a real size (hours)
	COUNTERCLAIM_PROOF=full $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
	$(BIN)/python tools/prove_batch.py

bench: $(VENV)/.dev  ## Measure speed and memory, side by side with others, in one run
	$(BIN)/python tools/bench.py

bench-batch: $(VENV)/.dev  ## Measure batches on generated pages: speed, recall of the sieve, workers, equality
	$(BIN)/python tools/bench_batch.py

docs: $(VENV)/.dev  ## Regenerate docs/cli.md and the pictures
	$(BIN)/python tools/docs.py

serve: $(VENV)/.dev  ## Open the pages on the ledger LEDGER (default: counterclaim.db)
	$(BIN)/counterclaim serve --ledger $(or $(LEDGER),counterclaim.db)

pins: $(VENV)/.dev  ## Pin the versions of constraints.txt anew, from a clean environment
	$(BIN)/python tools/pins.py

$(VENV)/.pip: constraints.txt
	@test -n "$(PYTHON)" || { echo "counterclaim needs Python 3.11 or later; none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --upgrade pip
	@touch $@

$(VENV)/.core: $(VENV)/.pip $(INPUTS)
	@echo "Setting up .venv (once) ..."
	@if [ -e $(VENV)/.dev ]; then $(MAKE) --no-print-directory $(VENV)/.dev; else $(INSTALL) -e .; fi
	@touch $@

$(VENV)/.dev: $(VENV)/.pip $(INPUTS)
	@echo "Setting up .venv for development (once) ..."
	@$(INSTALL) -e '.[postgres,web,batch,dev]'
	@touch $@
