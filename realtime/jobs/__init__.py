"""Background jobs: deadlines, presence, garbage collection, graceful shutdown."""
