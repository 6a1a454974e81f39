"""From a command to a program that may serve, or one line that says why not. Nobody serves here."""
