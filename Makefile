# Everything a newcomer, a developer and CI run goes by one of these names.
# Only .venv and var/ are written.

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
CACHE := var/cache
PORT ?= 8000
export PORT
# Compiled Python goes to var/ with the other caches.
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(CACHE)/python

# One test process per core pays once the suite takes half a minute.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | \
	  while IFS='	' read -r name words; do printf '  make %-14s %s\n' "$$name" "$$words"; done

demo: .venv/runtime.stamp ## Serve the demo county on 127.0.0.1 (PORT=8000), with a sign-in per role
	@exec $(BIN)/lianxin demo --port $(PORT)

test: .venv/dev.stamp ## Run the whole test suite on SQLite
	env -u DATABASE_URL $(PYTEST) --junitxml=var/test/sqlite.xml $(ARGS)

# Tests marked any_database or once are left to `test`; CI counts them.
test-postgres: .venv/dev.stamp ## Run the same suite on PostgreSQL (DATABASE_URL, or one of its own)
	$(BIN)/python scripts/with_postgres.py $(PYTEST) -m 'not any_database and not once' --junitxml=var/test/postgres.xml $(ARGS)

check: lint types templates contracts migrations translations vendored packages ## Run every check that is not a test
	@echo "check: all good"

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

templates: .venv/dev.stamp
	$(BIN)/djlint --lint --quiet lianxin

contracts: .venv/dev.stamp
	PYTHONPATH=. $(BIN)/lint-imports --no-logo --cache-dir $(CACHE)/import-linter

migrations: .venv/dev.stamp
	$(BIN)/python -m lianxin makemigrations --check --dry-run --settings lianxin.settings.testing

translations: .venv/dev.stamp
	$(BIN)/python scripts/translations.py check

vendored: .venv/dev.stamp
	$(BIN)/python -m lianxin.ui.vendor

packages: .venv/dev.stamp
	@if $(BIN)/python -c 'import pip' 2>/dev/null; then $(BIN)/python -m pip check; \
	elif command -v uv >/dev/null; then uv pip check --python $(BIN)/python; \
	else python3 -m pip --python $(BIN)/python check; fi

bench: .venv/dev.stamp ## Measure pages on a province's data (ARGS="…"); prints a table and JSON
	$(BIN)/python -m bench $(ARGS)

format: .venv/dev.stamp ## Bring Python files into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/dev.stamp ## Extract the texts to translate into lianxin/locale (needs gettext)
	$(BIN)/python scripts/translations.py update

screenshots: .venv/dev.stamp ## Take the README's pictures from the demo county (needs Chromium)
	$(BIN)/python -m scripts.screenshots $(ARGS)

fonts: ## Fetch 仿宋 and 楷体 for official papers into var/fonts (needs apt-get and dpkg)
	@scripts/fonts.sh var/fonts

lock: ## Choose package versions anew and write both hashed requirement files (needs uv)
	uv pip compile --quiet pyproject.toml --group dev --group build $(LOCK) -o requirements-dev.txt
	uv pip compile --quiet pyproject.toml --group build -c requirements-dev.txt $(LOCK) -o requirements.txt
	@! grep -n '://' requirements.txt requirements-dev.txt

# No header and no notes: they would name the machine the files were made on.
LOCK := --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

clean: ## Remove .venv, caches and the test leftovers, but no data
	rm -rf .venv var/cache var/test var/postgres var/run lianxin.egg-info

.venv/runtime.stamp: requirements.txt pyproject.toml scripts/prepare.sh
	@scripts/prepare.sh requirements.txt
	@touch $@

# The dev list holds the runtime list in the same versions.
.venv/dev.stamp: requirements-dev.txt requirements.txt pyproject.toml scripts/prepare.sh
	@scripts/prepare.sh requirements-dev.txt
	@touch $@ .venv/runtime.stamp

.PHONY: help demo test test-postgres check lint types templates contracts migrations \
        translations vendored packages bench format messages screenshots fonts lock clean
