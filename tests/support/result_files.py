"""Read an exported CSV: its rows by column names in code, whatever the headings say."""

import csv
import io

from results.exports import columns
from results.spreadsheet import restore


def rows_in(text, separator=";"):
    """Each row as a dictionary, with the names that the code gives the columns."""
    assert text.startswith("\ufeff")
    headings, *lines = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=separator))
    names = {heading: name for name, heading in columns().items()}
    return [
        dict(zip([names[heading] for heading in headings], map(restore, line), strict=True))
        for line in lines
    ]
