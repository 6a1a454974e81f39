"""Headers of every answer: what a browser may load, run, remember and tell others."""

import secrets
from functools import lru_cache, partial

from flask import g, request

from web.auth import LOCAL_NAMES

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self' ws://{host} wss://{host}; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
NO_SNIFFING = ("X-Content-Type-Options", "nosniff")


# cache: of its arguments and nothing else
@lru_cache(maxsize=256)
def page_headers(host: str, secure: bool, scripts: str) -> tuple[tuple[str, str], ...]:
    """Return the security headers of a page of ``host``; ``scripts``: digests of inline ones."""
    policy = CONTENT_SECURITY_POLICY.format(scripts=scripts, host=host).replace(" ;", ";")
    rules = dict([NO_SNIFFING])
    rules["Content-Security-Policy"] = policy
    rules["Referrer-Policy"] = "no-referrer"
    if secure or host.rpartition(":")[0] in LOCAL_NAMES:
        # elsewhere browsers ignore it, and complain
        rules["Cross-Origin-Opener-Policy"] = "same-origin"
    rules["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    rules["Cache-Control"] = "no-store"
    return tuple(rules.items())


def init_app(app) -> None:
    """Add the headers to every response, and ``fresh_nonce`` for forms that count once."""
    app.jinja_env.globals["fresh_nonce"] = partial(secrets.token_urlsafe, 16)

    @app.after_request
    def add_headers(response):
        if request.endpoint == "assets":  # no page; their rules cost half a kilobyte for each file
            response.headers.set(*NO_SNIFFING)
            return response
        rules = page_headers(request.host, request.is_secure, g.get("csp_scripts", ""))
        headers = response.headers
        # a view's own word counts; the others are new and need not be sought one by one
        headers.extend([rule for rule in rules if rule[0] not in headers])
        return response
