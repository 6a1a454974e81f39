"""The domain of a live workshop: no Flask request, no Socket.IO, no eventlet, no clock of its own.

Its words are in docs/glossary.md.
"""
