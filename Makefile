# For fingers used to make: ./run does it all.
.PHONY: run test check

run:
	@./run

test:
	@./run test

check:
	@./run check
