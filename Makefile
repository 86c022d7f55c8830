# The commands of this repository. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup demo chat screenshots test test-all check faults bench format learn texts lock relock coverage mutants clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.venv/made:
	$(PYTHON) -c 'import sys; sys.exit("Cartera needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/developing: .venv/installed requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: .venv/installed ## Build the environment in .venv from the pinned versions

demo: .venv/installed ## Try it in a browser: a sample company, no account anywhere
	@$(BIN)/cartera demo

chat: .venv/installed ## Try it in this terminal; WHO=Luis talks as a colleague
	@$(BIN)/cartera chat --demo $(if $(WHO),--as "$(WHO)")

screenshots: .venv/developing ## Take the pictures of the page that the README shows (needs Chromium)
	$(BIN)/python -m tests.browser.screenshots

test: .venv/developing ## Run the tests: SQLite, and a third of the conversations in one more combination; both change with the day
	$(BIN)/pytest -n auto --dist worksteal tests

test-all: .venv/developing ## Run the tests in every combination of store, restarts, repeated events and platforms
	CARTERA_TEST_COMBINATION=all $(BIN)/pytest -n auto --dist worksteal tests

faults: .venv/developing ## Kill real processes, again and again, and count what was lost
	CARTERA_FAULTS=long $(BIN)/pytest -s -m faults tests/faults

coverage: .venv/developing ## Run the tests and show which lines none of them runs
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term-missing:skip-covered tests

mutants: .venv/developing ## Change the code in small ways and show what no test notices
	$(BIN)/python -m tests.mutants

bench: .venv/developing ## Measure: medians and ratios, side by side in one run
	$(BIN)/python -m tests.benchmarks

check: .venv/developing ## Lint, types, imports, translations, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.texts check
	$(BIN)/python -m tests.schema_check

learn: .venv/installed ## Learn the intents anew, after the phrases have changed
	$(BIN)/python -m handlers.language.intents.learnt

texts: .venv/developing ## Collect the sentences to translate into handlers/locale
	$(BIN)/python -m tests.texts update

lock: .venv/developing ## Pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --upgrade pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

relock: .venv/developing ## Pin what pyproject.toml needs now, and leave the other versions as they are
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build -c requirements.lock -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove the environment and what was generated; data/ stays
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
