"""The product seen from outside: simulated phones, a trainer, a server to kill."""
