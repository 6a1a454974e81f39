"""SQLAlchemy, its two databases, and the unit of work that commits and then publishes events."""
