"""Numbers in addresses: ``<int:run_id>``."""

from werkzeug.routing import IntegerConverter, Map

MAX_ID = 2**31 - 1  # what every database can hold; beyond it there is nothing to find


class AddressNumber(IntegerConverter):
    """A number in an address, no larger than every database can hold."""

    def __init__(self, url_map: Map, fixed_digits: int = 0):
        super().__init__(url_map, fixed_digits, max=MAX_ID)
