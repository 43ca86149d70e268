.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(READY): requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

install: $(READY) ## virtual environment with the locked dependencies

demo: $(READY) ## a Slack workspace and Steward on this machine; prints the page to open
	@$(BIN)/bot demo

test: $(READY) ## every test, on SQLite and on a real PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/faults
	@$(BIN)/python -m pytest -n 2 tests/faults

check: $(READY) ## ruff, mypy strict, import-linter, catalogue parity
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest tests/house

browser: ## Debian's Chromium, and fonts for what it shows: the tests of the page and the screenshots need them
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
		chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji >/dev/null; }

screenshots: $(READY) ## docs/screenshots anew, from the demo's page
	@$(BIN)/python -m tests.browser.screenshots

bench: $(READY) ## how fast it is, in figures and ratios; a table and bench.json
	@$(BIN)/python -m bench

words: $(READY) ## bring the catalogues up to what is said in the code
	@$(BIN)/python -m texts.catalogues update

lock: ## write the lock files anew from pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --group dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt

.PHONY: help install demo test check bench browser screenshots words lock
