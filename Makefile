# demo · test · check · dev · bench: each a line or two. Needs Python >= 3.11 and make; nothing else.
PYTHON ?= $(or $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null))),python3)
BIN := .venv/bin
export ADWRIGHT_HOME ?= $(CURDIR)/.demo

.PHONY: setup setup-run ui demo dev test check bench lock gen-client

setup:  ## The environment for developing: .venv with both distributions and all tools
	@$(PYTHON) .ci/setup.py --dev

setup-run:
	@$(PYTHON) .ci/setup.py

ui: setup-run  ## Build the web app when its sources changed
	@$(BIN)/python hatch_build.py

demo: ui  ## Everything, with a believable agency; prints the address and how to log in
	@$(BIN)/adwright demo

dev: setup  ## The product with reloading web server, and the web app's development server
	@$(BIN)/python .ci/dev.py

test: setup  ## Everything that must be green
	@$(BIN)/python .ci/test.py

check: setup  ## Static checks only
	@$(BIN)/python .ci/test.py check

bench: ui  ## Every benchmark; figures go to bench/results
	@$(BIN)/python -m bench

lock: setup  ## Resolve the dependencies again
	@$(BIN)/python .ci/lock.py

gen-client: setup  ## OpenAPI document and the web app's client from it
	@$(BIN)/python .ci/client.py
