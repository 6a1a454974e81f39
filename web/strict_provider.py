"""JSON of Flask, read as strictly as packets are."""

from flask.json.provider import DefaultJSONProvider

from web.strict_json import StrictJSON


class StrictProvider(DefaultJSONProvider):
    """JSON bodies are read as strictly as packets are."""

    def loads(self, s, **kwargs):
        return StrictJSON.loads(s)
