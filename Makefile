# Short names for tools.py, which does everything: make run ARGS=--screenshot=till.png
PYTHON ?= python3

.PHONY: help run test check proof bench pins
help:
	@$(PYTHON) tools.py help
run test check proof bench pins:
	@$(PYTHON) tools.py $@ $(ARGS)
