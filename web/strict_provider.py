"""Flask's JSON provider, reading as strictly as packets are read."""

from flask.json.provider import DefaultJSONProvider

from web.strict_json import StrictJSON


class StrictProvider(DefaultJSONProvider):
    """Provider that parses request bodies with StrictJSON."""

    def loads(self, s, **kwargs):
        return StrictJSON.loads(s)
