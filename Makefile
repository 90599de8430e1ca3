# Everything a newcomer needs; "make" alone lists it. Set-up happens by itself and only when something changed.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON := .venv/bin/python
MODEL := models/danswijzer.tar.gz
READY := .venv/.ready
LEARNS_FROM := config.yml domain.yml requirements.txt $(shell find data bot/extensions bot/understanding -name '*.yml' -o -name '*.py')

export PYTHONPATH := $(CURDIR)
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONWARNINGS := ignore

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

.PHONY: bench-page
bench-page: $(READY) ## what the page costs a slow phone, beside other chat pages (PEERS=folder, see bench/peers.md; minutes)
	@$(PYTHON) -m bench.page --peers "$(PEERS)" $(ARGS)

.PHONY: questions
questions: $(MODEL) ## what would be answered to questions from elsewhere, and why (FILE=one question per line)
	@$(PYTHON) -m bot.desk.questions $(FILE)

.PHONY: lock
lock: $(READY) ## turn requirements.in into requirements.txt with hashes
	@sh scripts/uv.sh pip compile -q --universal --python-version 3.10 --generate-hashes --no-header --no-annotate \
		requirements.in --override requirements-overrides.txt -o requirements.txt

.PHONY: clean
clean: ## remove the environment, the model and what was built
	rm -rf .venv .tools .rasa models results

$(READY): requirements.txt scripts/setup.sh
	@sh scripts/setup.sh
	@touch $(READY)

$(MODEL): $(READY) $(LEARNS_FROM)
	@echo "Training the model: five to ten minutes the first time; later one to three, because vectors of examples are kept."
	@$(PYTHON) -m rasa train --fixed-model-name danswijzer --out models
	@touch $(MODEL)
