"""Authentication of staff: sign-in by the printed link, loopback only, sessions that can be ended.

Also refuses requests that another site's page sends (CSRF).
"""

import hashlib
import hmac
import secrets
from functools import cache, wraps
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from web.clock import now
from workshop.models.staff_sessions import is_signed_in, sign_in
from workshop.persistence.unit_of_work import unit_of_work
from workshop.refused import Refused

SECRET_BYTES = 32  # 256 bits
VIA_PROXY = "mano_alzada.via_proxy"  # set in an environ: never «this computer»
LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_FETCH_SITES = {"same-origin", "none"}  # «none»: typed into the address bar


@cache  # cache: of both arguments and nothing else; asked twice for each request
def cookie_name(name: str, secret: str) -> str:
    """Return ``name`` with eight hex digits made of ``secret``: one cookie per installation."""
    return f"{name}_{hashlib.sha256(b'cookie ' + secret.encode()).hexdigest()[:8]}"


class StaffSessionInterface(SecureCookieSessionInterface):
    """Flask's session interface with three changes.

    Without a cookie, as on phones, it prepares no signature check. The age of a signature does not
    count, since the clock may go back; the database holds how long a session lasts. And the cookie
    has a name per installation, so that two servers in one browser do not sign each other out.
    """

    def get_cookie_name(self, app):
        """Return this installation's cookie name; cookies do not tell ports apart."""
        return cookie_name(app.config["SESSION_COOKIE_NAME"], str(app.secret_key))

    def open_session(self, app, request):
        """Return the session of this request; an empty one without a valid cookie."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        signer = self.get_signing_serializer(app) if cookie else None
        if signer is None:
            return self.session_class()
        try:
            return self.session_class(signer.loads(cookie))
        except BadSignature:
            return self.session_class()


def init_app(app) -> None:
    """Install the session interface, and refuse unsafe requests from other sites' pages."""
    app.session_interface = StaffSessionInterface()

    @app.before_request
    def refuse_foreign_pages():
        if request.method not in SAFE_METHODS and is_cross_site(request.environ):
            raise Refused("foreign_page")


def is_cross_site(environ: dict) -> bool:
    """Does the browser say that another site's page sends this?

    Sec-Fetch-Site decides where it is sent (to this computer and over TLS). Otherwise the origin
    must be our host. Our pages send no referrer, so their forms have the origin «null» and are
    proved by their CSRF token; our scripts always send their origin, so «null» with JSON is
    foreign. A client that is no browser sends neither header and is let through.
    """
    site, origin = environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_ORIGIN")
    if site is not None:
        return site not in OWN_FETCH_SITES
    if origin is None:
        return False
    if origin == "null":
        return "json" in environ.get("CONTENT_TYPE", "")
    try:
        return urlsplit(origin).netloc.lower() != environ.get("HTTP_HOST", "").lower()
    except ValueError:
        return True


def staff_only(view):
    """Decorate a route for staff only: from this computer and signed in; 404 for all others."""

    @wraps(view)
    def guarded(*args, **kwargs):
        require_staff()
        return view(*args, **kwargs)

    return access("facilitator")(guarded)


def access(audience: str):
    """Mark a route with the audience that may call it; tests/test_authorisation.py demands one."""

    def mark(view):
        view.audience = audience
        return view

    return mark


def require_staff() -> None:
    """Raise Refused: not_found from another computer, not_signed_in without a session."""
    if not is_local(request.environ):
        raise Refused("not_found")
    if not is_signed_in(session.get("staff", ""), now()):
        raise Refused("not_signed_in")


def is_local(environ: dict) -> bool:
    """Does the request come from this computer, asking for it by a local name (design.md §8.7)?"""
    host = environ.get("HTTP_HOST", "").rpartition(":")[0] or environ.get("HTTP_HOST", "")
    if host not in LOCAL_NAMES or environ.get(VIA_PROXY):
        return False
    try:
        return ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def sign_in_by_link(token: str) -> None:
    """Sign in with the printed link's ``token``, good until the process ends. Raises Refused."""
    if not is_local(request.environ):
        raise Refused("not_found")
    if not hmac.compare_digest(token.encode(), current_app.config["CONSOLE_TOKEN"].encode()):
        raise Refused("not_signed_in")
    session.clear()
    session["staff"] = secrets.token_urlsafe(SECRET_BYTES)
    session.permanent = True
    with unit_of_work():
        sign_in(session["staff"], now())


def staff_of_environ(app, environ: dict) -> str | None:
    """Return the signed-in staff session's secret behind a socket's handshake, or None."""
    if not is_local(environ):
        return None
    with app.request_context(environ):
        secret = session.get("staff", "")
        return secret if secret and is_signed_in(secret, now()) else None
