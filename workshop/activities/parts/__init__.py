"""Parts that several kinds of activity share."""
