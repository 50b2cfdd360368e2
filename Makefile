# Everything runs in .venv, which is made when it is first needed. Paths are relative: the folder's name may hold spaces.
VENV := .venv
VENV_PYTHON := $(VENV)/bin/python

.PHONY: help run test test-integrations lint soak bench bench-peers generate clean

help:
	@echo "make run          set everything up and lint examples/"
	@echo "make test         set everything up; format, lint, types and tests"
	@echo "make test-integrations  pre-commit, zizmor and actionlint on our hook and action (fetches them, a minute)"
	@echo "make lint         format, lint and types alone"
	@echo "make soak         compare the algebra with brute force on a million new random cases (about an hour)"
	@echo "make generate     write rules/index.json, docs/rules.md, schemas/ and docs/man/ anew"
	@echo "make bench        measure the speed goals (about a minute)"
	@echo "make bench-peers  measure cfn-lint and checkov beside ctlint (installs both, takes minutes)"
	@echo "make clean        remove .venv and what tools left behind"

run: $(VENV)/.installed
	$(VENV_PYTHON) -m ctlint --exit-zero examples

test: lint
	$(VENV_PYTHON) -m pytest

test-integrations: $(VENV)/.installed-dev
	CTLINT_TEST_INTEGRATIONS=1 $(VENV_PYTHON) -m pytest tests/integration -rs

lint: $(VENV)/.installed-dev
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy

soak: $(VENV)/.installed-dev
	CTLINT_SOAK=1000000 $(VENV_PYTHON) -m pytest tests/semantics

generate: $(VENV)/.installed-dev
	$(VENV_PYTHON) tools/build_docs.py
	$(VENV_PYTHON) tools/build_schemas.py
	$(VENV_PYTHON) tools/build_man.py

bench: $(VENV)/.installed
	$(VENV_PYTHON) -m benchmarks

bench-peers: $(VENV)/.installed
	$(VENV_PYTHON) -m benchmarks --peers

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist

$(VENV)/.installed: pyproject.toml
	@sh tools/set_up.sh $(VENV) .

$(VENV)/.installed-dev: pyproject.toml
	@sh tools/set_up.sh $(VENV) '.[dev]'
