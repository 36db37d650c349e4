# The commands of everyday work. `make demo` and `make test` need nothing else first.
PYTHON := .venv/bin/python
APPS := provisionmap ui schools costing pupils provisions delivery audits workbook reports pages
SAFE := DEBUG=no DEMO=no ALLOWED_HOSTS=map.example.org SECRET_KEY=only-for-checking-the-settings-0123456789-abcdefghijklm
TEST := env -u DATABASE_URL $(PYTHON) -m pytest
# Each worker takes a stretch of files, so that a school built for a file is built once; who is done first helps the other.
SHARED := -n auto --dist worksteal

.PHONY: setup dev demo test browser check style bench postgresql prove migrations requirements licences

setup:
	@scripts/setup.sh

dev:
	@scripts/setup.sh dev

demo: setup
	@scripts/demo.sh

# The engine is measured by its own tests alone, to the last branch.
test: dev
	$(TEST) tests/engine $(SHARED) --cov --cov-config=tests/engine/.coveragerc --cov-report=term
	$(TEST) --ignore tests/browser --ignore tests/engine $(SHARED) --cov --cov-report=term

browser: dev
	$(TEST) tests/browser -n 2 --dist loadgroup

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
	@scripts/long_files.sh

check: style test browser

# What rests on the database must hold on PostgreSQL too: guards, doors, undo, many at once, what is kept, history,
# imports, jobs, upgrades, and who gets what.
MATRIX := tests/access/test_matrix.py
ON_POSTGRESQL := schools/edits schools/kept schools/test_walls.py schools/test_not_there.py schools/test_calendar_editing.py \
	upgrade pupils delivery costing provisions \
	audits/test_ticking_together.py audits/test_grid.py audits/test_gaps.py audits/test_plan.py \
	workbook/test_import.py workbook/test_edits.py workbook/test_command.py workbook/test_round_trip.py \
	reports/test_jobs.py reports/test_old_years.py pages/test_history.py pages/test_new_year.py
postgresql: dev
	scripts/with_postgresql.sh $(PYTHON) -m pytest $(SHARED) $(addprefix tests/,$(ON_POSTGRESQL)) \
		$(MATRIX)::test_who_gets_it $(MATRIX)::test_another_schools_row_is_not_found_here

# What takes long and is run before a larger piece of work counts as done: workers killed, many at once, many schools
# drawn at random, files spoilt at random; and every property with many more examples.
prove: dev
	EXAMPLES=25 $(TEST) $(SHARED) -m 'long or hypothesis' --ignore tests/browser
	scripts/with_postgresql.sh $(PYTHON) -m pytest $(SHARED) -m long tests/long tests/schools/kept

# After a change of a model: NAME=what_changes makes its migration.
migrations: dev
	DEBUG=yes $(PYTHON) manage.py makemigrations $(if $(NAME),-n $(NAME))

requirements: dev
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

# What a running installation is made of: each package that requirements.txt locks, with its licence and where it comes from.
licences: dev
	@.venv/bin/pip-licenses --order license --with-urls --packages $$(sed -n 's/^\([A-Za-z0-9._-]*\).*==.*/\1/p' requirements.txt)
