# `make` on a fresh Debian: an environment from the lock files, the native libraries, the site.
# .venv/installed, package and tools are stamps, each written last: a run that was interrupted is taken up
# where it stood. The first holds this folder's path: an environment that was moved with it is made anew.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
UV := $(BIN)/uv pip compile --quiet --no-config --universal --fork-strategy fewest --generate-hashes \
	--python-version 3.11 --custom-compile-command "make lock"

ifneq ($(shell cat $(VENV)/installed 2>/dev/null),$(CURDIR))
$(shell rm -f $(VENV)/installed)
endif

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: build serve test test-long check docs bench lock clean help

build: $(VENV)/package ## make the environment, the sheets and the site (in site/)
	@PYTHON=$(BIN)/python sh scripts/native.sh build
	@$(BIN)/outreach build

serve: $(VENV)/package ## show the site on this computer and follow changes (ARGS=--lan: for phones too)
	@PYTHON=$(BIN)/python sh scripts/native.sh build
	@$(BIN)/outreach serve $(ARGS)

# Hundreds of processes import the package: each would compile it again where bytecode is not kept.
test test-long: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/tools ## run the tests (ARGS=... go to pytest)
	@PYTHON=$(BIN)/python sh scripts/native.sh test
	@$(BIN)/python -m pytest $(ARGS)

test-long: $(VENV)/tools ## run all tests, with those that take minutes
	@PYTHON=$(BIN)/python sh scripts/native.sh long
	@$(BIN)/python -m pytest -m "long or not long" $(ARGS)

check: build $(VENV)/tools ## lint, formatting, types, tests, links
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test
	@$(BIN)/lychee --offline --include-fragments --index-files index.html --no-progress \
		--root-dir "$(CURDIR)/site" site/ README.md */README.md docs/_data/README.md scripts/reference

docs: $(VENV)/package ## write the references of the manual (scripts/reference/) from the code
	@$(BIN)/python -m outreach.cli.reference

bench: $(VENV)/tools ## measure: a sheet set, preflighted, proven; every unit's sheets and the finder beside other ways
	@PYTHON=$(BIN)/python sh scripts/native.sh test
	@$(BIN)/python tests/bench/units.py
	@$(BIN)/python tests/bench/sheets.py $(ARGS)
	@$(BIN)/python tests/bench/finder.py
	@$(BIN)/python tests/bench/reports.py

lock: $(VENV)/tools ## bring the lock files up to date with pyproject.toml and requirements*.in (ARGS=--upgrade)
	$(UV) $(ARGS) pyproject.toml requirements.in -o requirements.txt
	$(UV) $(ARGS) -c requirements.txt pyproject.toml requirements.in requirements-dev.in -o requirements-dev.txt

clean: ## remove everything that make made
	rm -rf site .cache $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache scripts/*.egg-info
	find scripts tests -name __pycache__ -prune -exec rm -rf {} +

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read -r target text; do \
		printf '  make %-10s %s\n' "$$target" "$$text"; done

$(VENV)/installed: requirements.txt
	@rm -f $(VENV)/installed $(VENV)/package $(VENV)/tools
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "outreach needs Python 3.11 or later; $(PYTHON) is not. Name another one: make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python cannot make environments here. Run as root: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements.txt
	@printf '%s' "$(CURDIR)" > $@

$(VENV)/package: $(VENV)/installed pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/tools: $(VENV)/package requirements-dev.txt
	@echo "Installing the tools for tests …"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
