"""The first page of a phone that comes back, asked for while its scripts are still on their way."""

from flask import jsonify, request

from participant.join import bp
from realtime.state.phone_limits import request_limiter
from realtime.views.initial_snapshot import initial_snapshot, known_phone
from web.auth import access


@bp.get("/ahora")
@access("participant")
def now_on_stage():
    """Return what this phone will be handed on its socket; its bearer token says which."""
    token = bearer_token()
    known = known_phone(token)
    request_limiter.require(known.participant_id)
    return jsonify(initial_snapshot(token, known))


def bearer_token() -> str:
    """Return the request's bearer token; "" without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""
