# Bellwether. Every target builds the environment that it needs, from a bare clone.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m infra.local run --
CHOICES := infra/aws/environments/production.tfvars
# the processor that is built for: as what is deployed says, if it says so
ARCH ?= $(shell sed -nE 's/^ *architecture *= *"([^"]*)".*/\1/p' $(CHOICES))
DOCS := dashboard/static/docs.html
# one more than processors, for some only wait; and as many as one PostgreSQL has connections for
WORKERS := -n $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1))) --maxprocesses 4 --dist worksteal
PIPELINE_ARGS := $(if $(START),--start $(START)) $(if $(END),--end $(END)) $(if $(ENGINE),--engine $(ENGINE))
# where the environment forbids bytecode, as images do, every process would compile dbt and pandas anew: seconds each
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test style test-slow test-spark pipeline publish rollback dashboard docs lambda bundle aws-up aws-restore aws-destroy lint format check mutants bench clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# uv resolves and installs in seconds; pip does the same where uv cannot be had
define install
	@echo "installing $< into .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv && $(BIN)/uv pip install -q --python $(BIN)/python -r $< \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check -r $<
	@touch $@
endef

.venv/runtime: requirements.txt
	$(install)

.venv/dev: requirements-dev.txt requirements.txt
	$(install)
	@touch .venv/runtime

.venv/spark: requirements-spark.txt requirements.txt
	$(install)

demo: .venv/runtime ## the whole pipeline on simulated providers, then the dashboard on http://localhost:8501
	@exec $(BIN)/python -m infra.local demo

test: style ## the code's style and types, and the whole suite but what is marked slow
	$(BIN)/python -m pytest $(WORKERS) -m "not slow"

style: .venv/dev ## of these, style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy extract_load infra dashboard lambda tests

test-slow: .venv/dev .venv/spark ## what is marked slow
	$(BIN)/python -m pytest $(WORKERS) -m slow

test-spark: .venv/dev .venv/spark ## of these, the models on Apache Spark
	$(BIN)/python -m pytest -m spark

pipeline: .venv/runtime $(if $(filter spark,$(ENGINE)),.venv/spark) ## one run: extract, load, dbt build, publish [START=… END=… ENGINE=postgres|spark]
	@exec $(RUN) $(BIN)/python -m extract_load pipeline $(PIPELINE_ARGS)

publish: .venv/runtime ## swap an audited build in
	@exec $(RUN) $(BIN)/python -m extract_load publish

rollback: .venv/runtime ## swap the previous build back
	@exec $(RUN) $(BIN)/python -m extract_load rollback

dashboard: .venv/runtime ## serve what has been published on http://localhost:8501
	@exec $(RUN) $(BIN)/python -m streamlit run dashboard/app.py

docs: .venv/runtime ## build the static dbt docs page, which the dashboard links to
	@$(RUN) $(BIN)/python -m extract_load bootstrap
	@$(RUN) $(BIN)/dbt --quiet docs generate --static --target published --project-dir dbt_project --profiles-dir dbt_project
	@cp dbt_project/target/static_index.html $(DOCS)
	@echo "the docs page is $(DOCS); the dashboard's Pipeline health links to it"

lambda: .venv/runtime ## build the Lambda's zip, build/lambda.zip [ARCH=x86_64]
	@PYTHONPATH=. $(BIN)/python lambda/build.py $(if $(ARCH),--arch $(ARCH))

bundle: .venv/runtime ## pack what the instances install: the last commit, its wheels, build/bellwether-bundle.tar [ARCH=x86_64]
	@$(BIN)/python -m infra.aws.bundle $(if $(ARCH),--arch $(ARCH))
	@git diff --quiet HEAD || echo "without what is not committed"

aws-up: .venv/runtime ## from an AWS account to a page: preflight, build, plan, a question, apply, the first publish
	@exec $(BIN)/python -m infra.aws.up

aws-restore: .venv/runtime ## the database as it was at a moment, in the place of the one there is [AT=2026-03-01T12:00:00+00:00]
	@exec $(BIN)/python -m infra.aws.restore $(if $(AT),--at $(AT))

aws-destroy: .venv/runtime ## its end, in the order that leaves nothing half-gone [KEEP_LANDING=1]
	@exec $(BIN)/python -m infra.aws.down $(if $(KEEP_LANDING),--keep-landing)

lint: .venv/dev ## sqlfluff on the dbt project
	$(RUN) $(BIN)/python -m extract_load bootstrap
	@# Python warns of semaphores that its workers leave
	PYTHONWARNINGS=ignore::UserWarning:multiprocessing.resource_tracker $(RUN) $(BIN)/sqlfluff lint -q --processes 0 dbt_project/models dbt_project/tests

format: .venv/dev ## let ruff and sqlfluff format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(RUN) $(BIN)/sqlfluff fix dbt_project

check: .venv/dev ## one model and what stands on it, with unit tests, on a small world that is kept [MODEL=…]
	@exec $(BIN)/python -m infra.local.check $(MODEL)

mutants: .venv/dev ## which small faults in models unit tests notice [MODELS="…" SAMPLE=… SEED=…]
	@exec $(RUN) $(BIN)/python -m tests.bench.mutants $(if $(MODELS),--models $(MODELS)) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

bench: .venv/dev .venv/spark ## loading beside a plain COPY, what one session more costs a build, the published pages, how often nothing is claimed, both engines by size
	@$(RUN) $(BIN)/python -m tests.bench.load
	@$(RUN) $(BIN)/python -m tests.bench.daily
	@$(RUN) $(BIN)/python -m tests.bench.pages
	@$(BIN)/python -m pytest -q -s -m slow tests/calibration
	@exec $(RUN) $(BIN)/python -m tests.bench.spark

clean: ## remove what was built and the local stand-ins' data
	-test ! -x $(BIN)/python || $(BIN)/python -m infra.local remove
	rm -rf .local .venv build dbt_project/target dbt_project/logs $(DOCS)
