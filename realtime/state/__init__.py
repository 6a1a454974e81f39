"""The state of this process: open rounds, connections, joins under way, other processes."""
