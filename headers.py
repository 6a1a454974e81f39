"""Headers of every answer: what a browser may load, run, remember and tell others."""

import secrets
from functools import partial

from flask import g, request

from realtime.doors import LOCAL_NAMES

POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self' ws://{host} wss://{host}; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def init_app(app) -> None:
    """The headers on everything, and a mark for forms that must not be sent twice."""
    app.jinja_env.globals["fresh_nonce"] = partial(secrets.token_urlsafe, 16)

    @app.after_request
    def add_headers(response):
        response.headers["X-Content-Type-Options"] = "nosniff"
        if request.endpoint == "assets":
            return response  # no page; the rules of pages cost half a kilobyte for each file
        scripts = g.get("csp_scripts", "")  # what a page has of its own, by digest
        policy = POLICY.format(scripts=scripts, host=request.host).replace(" ;", ";")
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.is_secure or request.host.rpartition(":")[0] in LOCAL_NAMES:
            # elsewhere browsers ignore it, and complain
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
