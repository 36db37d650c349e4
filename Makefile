# The commands of everyday work. `make demo` and `make test` need nothing else first.
PYTHON := .venv/bin/python
APPS := provisionmap ui schools costing pupils provisions delivery audits workbook reports pages
SAFE := DEBUG=no DEMO=no ALLOWED_HOSTS=map.example.org SECRET_KEY=only-for-checking-the-settings-0123456789-abcdefghijklm
TEST := env -u DATABASE_URL $(PYTHON) -m pytest

.PHONY: setup dev demo test browser check style bench postgresql requirements

setup:
	@scripts/setup.sh

dev:
	@scripts/setup.sh dev

demo: setup
	@scripts/demo.sh

test: dev
	$(TEST) --ignore tests/browser -n auto

browser: dev
	$(TEST) tests/browser

bench: dev
	$(PYTHON) -m benchmarks

style: dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy $(APPS)
	.venv/bin/lint-imports --no-logo
	.venv/bin/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(SAFE) $(PYTHON) manage.py makemigrations --check --dry-run
	$(SAFE) $(PYTHON) manage.py check --deploy --fail-level WARNING

check: style
	$(TEST) tests/engine -n auto --cov --cov-config=tests/engine/.coveragerc --cov-report=term
	$(TEST) --ignore tests/browser --ignore tests/engine -n auto --cov --cov-report=term
	$(TEST) tests/browser

# What rests on the database must hold on PostgreSQL too.
postgresql: dev
	scripts/with_postgresql.sh $(PYTHON) -m pytest -n auto tests/schools tests/access/test_matrix.py tests/pupils tests/provisions tests/delivery tests/audits tests/costing tests/workbook tests/reports/test_jobs.py tests/reports/test_old_years.py

requirements: dev
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
