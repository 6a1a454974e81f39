"""From a command line to a serving process, or one line that says why not."""
