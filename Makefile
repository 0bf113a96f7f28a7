# make run: environment in .venv/, then the nightly flow over data/raw/ into data/curated/. make test: every check and test.
PYTHON ?= python3
ROWS ?= 1000000 5000000
ROUNDS ?= 5
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test serve bench lint facsimile sbom clean

run: $(READY)
	$(BIN)/python -m flows.nightly --rest 0

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict qmon
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder  # what a file makes once is made by one worker

serve: $(READY)
	$(BIN)/python -m flows.serve

bench: $(READY) .venv-peers/.ready
	$(BIN)/python -m benchmarks.corridor --rows $(ROWS) --rounds $(ROUNDS)

facsimile: $(READY)
	$(BIN)/python -m tests.facsimile --to data/raw

# The lock is hashed and names no host; a changed lock makes a new environment.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "qmon needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25'  # pip 23 stops at extras of a hashed lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .  # else a page about editable installs
	touch $(READY)

# The peers of benchmarks/peers have an environment of their own.
.venv-peers/.ready: benchmarks/peers/requirements.lock
	$(PYTHON) -m venv --clear .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25'
	.venv-peers/bin/python -m pip install --quiet --require-hashes -r benchmarks/peers/requirements.lock
	touch .venv-peers/.ready

# The bill of materials (CycloneDX): what is installed, without addresses; to be made anew with the lock.
SLIM := import json, sys; bill = json.load(sys.stdin); \
	bill["components"] = [one for one in bill["components"] if one["name"] != "pip"]; \
	[one.pop(key, None) for one in bill["components"] for key in ("externalReferences", "description")]; \
	print(json.dumps(bill, ensure_ascii=False, indent=1))
sbom: $(READY)
	$(PYTHON) -m venv --clear .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	.venv-sbom/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible | $(BIN)/python -c '$(SLIM)' > docs/sbom.cdx.json
	rm -rf .venv-sbom

clean:
	rm -rf .venv .prefect data/curated/*
