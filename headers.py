"""Headers of every answer: what a browser may load, run, remember and tell others."""

import secrets

from flask import g, request

from realtime.doors import LOCAL_NAMES

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self' ws://{host} wss://{host}; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def init_app(app) -> None:
    """A nonce for each page, and the headers on everything."""

    @app.before_request
    def make_nonce():
        g.csp_nonce = secrets.token_urlsafe(16)

    @app.after_request
    def add_headers(response):
        response.headers["X-Content-Type-Options"] = "nosniff"
        if request.endpoint == "assets":
            return response  # no page; the rules of pages cost half a kilobyte for each file
        nonce = g.get("csp_nonce", "")
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce, host=request.host)
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.is_secure or request.host.rpartition(":")[0] in LOCAL_NAMES:
            # elsewhere browsers ignore it, and complain
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
