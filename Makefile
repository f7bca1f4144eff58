# Everything a newcomer needs: `make run` and `make test`. Needs Python 3.11 or newer, and nothing else but make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
CHECKED := bot tests
# What a machine has set may not cost: the tests start the program a hundred times, and it is compiled once.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := run
.PHONY: run test tests check bench soak clean chromium

# An environment that is there already is used as it is; what is missing in it is installed.
$(VENV)/.installed: pyproject.toml
	@python=$(BIN)/python; test -x $$python || python=$(PYTHON); \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Planprat needs Python 3.11 or newer; name it: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make an environment here; type: sudo apt-get install python3-venv" >&2; exit 2; }
	@echo "Installing Planprat into $(VENV) (the first time, this takes a minute) ..."
	@$(PIP) install --editable '.[test]'
	@touch $@

run: $(VENV)/.installed
	@exec $(BIN)/planprat serve --practice

check: $(VENV)/.installed
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check --quiet $(CHECKED)
	$(BIN)/mypy
	$(BIN)/planprat content check

chromium:
	@for name in "$$PLANPRAT_CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome; do \
		test -n "$$name" && command -v "$$name" >/dev/null && exit 0; \
	done; echo "The tests drive a browser, and none is found; type: sudo apt-get install chromium" >&2; exit 2

# The types are checked while the tests run. Many tests wait for a browser or a process: four at a time keep two cores busy.
test: chromium $(VENV)/.installed
	@$(MAKE) --no-print-directory --jobs 2 check tests

tests: $(VENV)/.installed
	$(BIN)/python -m pytest --numprocesses 4 --dist loadscope --no-loadscope-reorder

# In an environment of its own: what Planprat is compared with wants older versions of some libraries.
$(BENCH)/.installed: pyproject.toml
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip -qq --disable-pip-version-check install --editable '.[bench]'
	@touch $@

bench: $(BENCH)/.installed
	$(BENCH)/bin/python -m tests.bench

soak: $(VENV)/.installed
	timeout 1200 $(BIN)/python -m tests.breaking.soak

clean:
	rm -rf $(VENV) $(BENCH) dist build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
