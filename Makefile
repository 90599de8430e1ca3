# Everything a newcomer needs; "make" alone lists it. Set-up happens by itself and only when something changed.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON := .venv/bin/python
MODEL := models/danswijzer.tar.gz
READY := .venv/.ready
LEARNS_FROM := config.yml domain.yml requirements.txt $(shell find data bot/extensions bot/understanding -name '*.yml' -o -name '*.py')

COMPILE := sh scripts/uv.sh pip compile -q --universal --python-version 3.10 --generate-hashes --no-header --no-annotate

export PYTHONPATH := $(CURDIR)
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONWARNINGS := ignore
# Without bytecode every start compiles all of Rasa again, which takes longer than everything else.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.PHONY: run
run: $(MODEL) ## set up, train if needed, and serve the page on http://127.0.0.1:5005 (HOST, PORT, LIMIT_PER_MINUTE)
	@$(PYTHON) -m bot.server

.PHONY: chat
chat: $(MODEL) ## talk in the terminal (VOICE=nl, en, nl@kind or en@kind)
	@$(PYTHON) -m bot.server.terminal $(VOICE)

.PHONY: train
train: $(MODEL) ## train the model when it is missing or something it learns from changed

.PHONY: test
test: $(MODEL) ## set up and run every test
	@sh scripts/browser.sh
	@$(PYTHON) -m pytest -q $(ARGS)

.PHONY: check
check: $(READY) ## format, lint, types, content
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m bot.resources
	@$(PYTHON) -m bot.desk.coverage --check
	@$(PYTHON) -m bot.desk.privacy --check

.PHONY: content
content: $(READY) ## check the resource base alone (seconds)
	@$(PYTHON) -m bot.resources

.PHONY: content-report
content-report: $(READY) ## the state of the resource base as a page (writes results/content-report.html)
	@$(PYTHON) -m bot.desk.report

.PHONY: content-preview
content-preview: $(READY) ## an entry as the bot says it, in four voices (ENTRY=rights/breaks)
	@$(PYTHON) -m bot.desk.preview $(ENTRY)

.PHONY: coverage
coverage: $(READY) ## which entry answers what the two documents name (writes docs/coverage.md)
	@$(PYTHON) -m bot.desk.coverage

.PHONY: privacy
privacy: $(READY) ## the privacy statement with the test that proves each line (writes docs/privacy.md)
	@$(PYTHON) -m bot.desk.privacy

.PHONY: links
links: $(READY) ## ask every address of the resource base whether it is still there (needs a network)
	@$(PYTHON) -m bot.desk.links

.PHONY: format
format: $(READY) ## format the code
	@$(PYTHON) -m ruff check --fix -q . ; $(PYTHON) -m ruff format -q .

.PHONY: nlu-report
nlu-report: $(MODEL) ## how well the held-out messages are understood, danger too (writes bench/results/nlu.json, nlu.svg, danger.json)
	@$(PYTHON) -m bench.nlu $(ARGS)
	@$(PYTHON) -m bench.danger

.PHONY: bench-nlu
bench-nlu: $(MODEL) ## the classifier on public test sets, beside Rasa's default pipeline (BENCHMARKS=folder; half an hour)
	@$(PYTHON) -m bench.public --views $(ARGS)

.PHONY: bench
bench: $(MODEL) ## how fast the service is beside stock Rasa, and what growing costs (writes docs/speed.md; needs redis-server; 15 minutes, the first time an hour)
	@$(PYTHON) -m bench.speed $(ARGS)

.PHONY: bench-page
bench-page: $(READY) ## what the page costs a slow phone, beside other chat pages (PEERS=folder, see bench/peers.md; minutes)
	@$(PYTHON) -m bench.page --peers "$(PEERS)" $(ARGS)

.PHONY: bench-fuzz
bench-fuzz: $(MODEL) ## 100,000 requests of every kind to a service of its own (writes bench/results/fuzz.json; half an hour)
	@$(PYTHON) -m bench.fuzz $(ARGS)

.PHONY: bench-api
bench-api: $(MODEL) ## Schemathesis against a service of its own, from docs/openapi.yaml (minutes)
	@$(PYTHON) -m bench.api $(ARGS)

.PHONY: bench-attack
bench-attack: $(MODEL) ## how long people wait while the service is attacked (only on this machine; nine minutes)
	@$(PYTHON) -m bench.attack $(ARGS)

.PHONY: bench-kill
bench-kill: $(MODEL) ## kill -9 the service and Redis 200 times under load: is anything lost? (needs redis-server; seven minutes)
	@$(PYTHON) -m bench.kill $(ARGS)

.PHONY: scale-test
scale-test: $(MODEL) ## nginx, 1, 2 and 4 services and Redis as in deploy/: load, kills, restarts (needs both; writes scale.json; ten minutes)
	@$(PYTHON) -m bench.scale $(ARGS)
	@$(PYTHON) -m bench.million

.PHONY: deploy-check
deploy-check: $(READY) ## read the files of deploy/ and hold the manifests against the schemas of Kubernetes (a tool of its own, once)
	@sh scripts/tools.sh $(PYTHON)
	@$(PYTHON) -m pytest -q tests/deploy

.PHONY: transcripts
transcripts: $(MODEL) ## every answer to the held-out messages and conversations, to compare after a change (FILE=where to; minutes)
	@$(PYTHON) -m bench.transcripts $(FILE)

.PHONY: validate
validate: $(READY) ## Rasa's own checks of rules, stories and examples (a minute)
	@$(PYTHON) -m rasa data validate

.PHONY: questions
questions: $(MODEL) ## what would be answered to questions from elsewhere, and why (FILE=one question per line)
	@$(PYTHON) -m bot.desk.questions $(FILE)

.PHONY: lock
lock: $(READY) ## turn requirements.in into requirements.txt, and requirements-tools.in likewise, with hashes
	@$(COMPILE) requirements.in --override requirements-overrides.txt -o requirements.txt
	@$(COMPILE) requirements-tools.in -o requirements-tools.txt

.PHONY: licences
licences: $(READY) ## the licence of every installed package; fails on one that is not allowed
	@$(PYTHON) -m scripts.supply.licences

.PHONY: advisories
advisories: $(READY) ## what is known to be wrong with packages that stay old (writes docs/supply-chain.md)
	@$(PYTHON) -m scripts.supply.advisories

.PHONY: sbom
sbom: $(READY) ## what is installed here, as CycloneDX (writes results/sbom.cdx.json)
	@sh scripts/tools.sh $(PYTHON)
	@$(PYTHON) -m scripts.supply.sbom

.PHONY: clean
clean: ## remove the environment, the model and what was built
	rm -rf .venv .tools .rasa models results

$(READY): requirements.txt scripts/setup.sh
	@sh scripts/setup.sh
	@touch $(READY)

$(MODEL): $(READY) $(LEARNS_FROM)
	@echo "Training the model: ten to fifteen minutes the first time; later some three, because vectors of examples are kept."
	@$(PYTHON) -m rasa train --skip-validation --fixed-model-name danswijzer --out models
	@touch $(MODEL)
	@$(PYTHON) -m bot.server.model_file $(MODEL)
