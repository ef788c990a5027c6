# Two commands do everything: `make hub` runs the course, `make test` proves it.

VENV   ?= .venv
PYTHON ?= $(firstword $(foreach p,python3 python3.11 python3.12 python3.13,$(shell command -v $(p) >/dev/null 2>&1 && $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
COURSE ?= officials
HOME_FOLDER ?= .junggu
PORT   ?= 8000

BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: env hub lab test lint lock clean

env: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later was not found: install python3 (Debian, Ubuntu: apt-get install python3 python3-venv), or name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv: apt-get install python3-venv"; exit 1; }
	@echo "Making the environment in $(VENV) (1–2 minutes the first time)…"
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

hub: $(STAMP)
	@exec $(BIN)/junggu hub --home $(HOME_FOLDER) --port $(PORT)

lab: $(STAMP)
	@exec $(BIN)/junggu lab $(COURSE) --home $(HOME_FOLDER)

test: $(STAMP)
	@.ci/system-packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest $(TESTS)

# After a change of dependencies in pyproject.toml.
lock: $(STAMP)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11.2 \
	  --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	  --quiet -o requirements.lock
	$(BIN)/python -m autograder.environment

# Removes the environment and what tests left; a running course's folder stays (rm -r .junggu).
clean:
	rm -rf $(VENV) artifacts dist .pytest_cache .ruff_cache
