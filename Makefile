# Every target makes what it needs; `make demo` and `make test` work on a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := domain/locales/en/LC_MESSAGES/tinbai.po
MO := $(PO:.po=.mo)

.PHONY: demo test test-postgresql test-browser screenshots site check audit format lock catalogues bench clean

demo: $(VENV)/.run $(MO)
	$(BIN)/tinbai demo

# All tests; `make test ONLY=slow` runs those alone that `make check` leaves out.
test: $(VENV)/.dev
	@echo "make test: about $(if $(ONLY),10,30) minutes on 2 cores"
	$(BIN)/pytest -q -n auto $(if $(ONLY),-m $(ONLY))

# What touches storage, on a PostgreSQL server of the tests' own; the storms of `make test` have
# theirs. Conversations are held on one shape of chat: what a chat looks like is not stored.
ON_POSTGRESQL := tests/storage tests/services tests/flows tests/bot/clock tests/bot/commands \
	tests/bot/inbox tests/bot/outbox
test-postgresql: $(VENV)/.dev
	@echo "make test-postgresql: about 7 minutes on 2 cores"
	TINBAI_TEST_DATABASE=postgresql $(BIN)/pytest -q -n auto -m "not slow" $(ON_POSTGRESQL)

# The pages in a real browser; without one, Debian's Chromium is installed where that is allowed.
test-browser: $(VENV)/.dev
	@command -v chromium >/dev/null || test "$$(id -u)" -ne 0 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; }
	$(BIN)/pytest -q tests/browser

# The same, and the pictures of the documents are taken anew.
screenshots: $(VENV)/.dev
	TINBAI_TEST_SCREENSHOTS=1 $(BIN)/pytest -q tests/browser/test_screenshots.py

# The documentation site in site/, in an environment of its own; a link that leads nowhere is a fault.
SITE := .venv-site
site: $(SITE)/.docs
	NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs build --quiet --strict

$(SITE)/.docs: requirements-docs.txt requirements-pip.txt
	$(PYTHON) -m venv $(SITE)
	$(SITE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pip.txt
	$(SITE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	touch $@

# Everything that can be known without the slow tests; coverage is by lines and branches.
check: $(VENV)/.dev
	@echo "make check: about 25 minutes on 2 cores"
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/bandit -q -ll -c pyproject.toml -r bot handlers services reports storage domain
	$(BIN)/pytest -q -n auto -m "not slow" --cov --cov-report=term --cov-fail-under=95

# What is known to be wrong with our code and with the locked packages.
audit: $(VENV)/.dev
	$(BIN)/bandit -q -ll -c pyproject.toml -r bot handlers services reports storage domain
	$(BIN)/python .ci/audit.py

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A virtual environment with pinned, hash-checked packages and the project itself, editable. The pip
# that a Python brings may be too old: before 23.3 it takes a package asked for with an extra by its
# newest release instead of the pinned one, and stops. pip compiles what it copies, not what it links
# to. An environment without pip was left half made, or its Python is gone: it is made anew.
$(VENV)/.run: requirements-pip.txt requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tinbai needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(BIN)/python -c 'import pip' 2>/dev/null || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV); } || { rm -rf $(VENV); echo "Python's venv is missing. Debian, Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pip.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q bot handlers services reports storage domain
	touch $@

# The English catalogue, compiled; installing the project compiles it for the first time.
$(MO): $(PO) | $(VENV)/.run
	$(BIN)/pybabel -q compile -D tinbai -d domain/locales

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run $(MO)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# Collects the sentences of the code and compiles their English; the catalogue is edited by hand.
catalogues: $(VENV)/.dev
	$(BIN)/pybabel -q extract --no-location --sort-output --omit-header -k plural:1,2 -o domain/locales/tinbai.pot bot handlers services reports domain
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -D tinbai -l en -i domain/locales/tinbai.pot -d domain/locales
	$(BIN)/pybabel -q compile -D tinbai -d domain/locales

# Takes every measure and writes docs/performance.md; QUICK=1 takes a small round of each.
bench: $(VENV)/.dev
	$(BIN)/python -m bench.run_all --date "$$(date +%F)" $(if $(QUICK),--quick)

# Re-pins every package with its hashes; the files name no download address.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	$(LOCK) --upgrade --group pip -o requirements-pip.txt
	$(LOCK) --upgrade pyproject.toml --group build -o requirements.txt
	$(LOCK) pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --upgrade --group docs -o requirements-docs.txt

clean:
	rm -rf $(VENV) $(SITE) site demo-output
