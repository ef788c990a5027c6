# Two commands do everything: `make hub` runs the course, `make test` proves it.

VENV   ?= .venv
# The system's Python first: an environment made from one in a private home is closed to the
# users that grading and the Hub's server mode run code as.
PYTHON ?= $(firstword $(foreach p,/usr/bin/python3 python3 python3.11 python3.12 python3.13,$(shell $(p) -c 'import ensurepip, ssl, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(p))))
COURSE ?= officials
HOME_FOLDER ?= .junggu
# A port of your choice: by default 8000 for the Hub and 8888 for the Lab.
PORT   ?=

BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: env hub lab test lint lock clean

env: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "venv를 쓸 수 있는 Python 3.11 이상이 없어요. apt-get install python3 python3-venv를 하거나 make PYTHON=…으로 정해 주세요."; exit 1; }
	@echo "환경을 $(VENV) 폴더에 만들어요(처음 한 번 2–4분 걸려요)…"
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

hub: $(STAMP)
	@exec $(BIN)/junggu hub --home "$(HOME_FOLDER)" --port $(or $(PORT),8000)

lab: $(STAMP)
	@exec $(BIN)/junggu lab $(COURSE) --home "$(HOME_FOLDER)" --port $(or $(PORT),8888)

test: $(STAMP)
	@.ci/system-packages
	@.ci/npm-packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

# After a change of dependencies in pyproject.toml.
lock: $(STAMP)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11.2 \
	  --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	  --quiet -o requirements.lock
	$(BIN)/python -m autograder.environment

# Removes the environment and what tests left; a running course's folder stays (rm -r .junggu).
clean:
	rm -rf $(VENV) artifacts dist .pytest_cache .ruff_cache
