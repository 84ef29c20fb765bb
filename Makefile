# Needs make, and a python3 of 3.11 or newer with its venv module; everything else goes into .venv.
.POSIX:
.PHONY: help run test test-all test-next check bench faults lock clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: ## Serve Margin with its demo class on http://127.0.0.1:8000 (PORT changes it)
	@requirements/install.sh .venv run
	@exec .venv/bin/python manage.py start

test: ## Check the code and run every test, the browser included
	@requirements/install.sh .venv test
	@tests/run.sh

test-all: ## The same, with every case on PostgreSQL too and the tests without browser on the next Django
	@requirements/install.sh .venv test
	@tests/run.sh --all

test-next: ## Run the tests without browser on the Django after the long-term release (needs Python 3.12)
	@tests/next.sh --all

check: ## Lint, types, import contracts, templates, locks, migrations, production settings
	@requirements/install.sh .venv test
	@tests/check.sh

bench: ## Measure pages and saves against bare ones on the same server
	@requirements/install.sh .venv test
	@tests/bench.sh

faults: ## Break what a server stands on while people save, in full, and see that no word is lost (an hour)
	@requirements/install.sh .venv test
	@.venv/bin/python -m tests.faults

lock: ## Write the hashed locks anew from pyproject.toml
	@requirements/install.sh .venv test
	@requirements/lock.sh

clean: ## Remove what was installed and measured; var/, where the data lives, stays
	rm -rf .venv .venv-next .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
