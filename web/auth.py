"""Doors of the console in *aula*: the printed link, loopback only, a session that can be ended."""

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
    """``name`` and eight hex digits that only this installation has, made of its secret."""
    return f"{name}_{hashlib.sha256(b'cookie ' + secret.encode()).hexdigest()[:8]}"


class StaffSessionInterface(SecureCookieSessionInterface):
    """Flask's own, but for three things.

    It prepares to check a signature even where there is no cookie: on phones. It takes a signature
    of an hour ago for too old if the clock went back; how long a session is good is in the
    database. And it has one name for all servers, which sign each other out in one browser.
    """

    def get_cookie_name(self, app):
        """A name of this installation's own: ports are all the same to a cookie."""
        return cookie_name(app.config["SESSION_COOKIE_NAME"], str(app.secret_key))

    def open_session(self, app, request):
        """The session of this request; an empty one without a cookie of ours."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        signer = self.get_signing_serializer(app) if cookie else None
        if signer is None:
            return self.session_class()
        try:
            return self.session_class(signer.loads(cookie))
        except BadSignature:
            return self.session_class()


def init_app(app) -> None:
    """No page of another site presses our buttons, whatever it knows."""
    app.session_interface = StaffSessionInterface()

    @app.before_request
    def refuse_foreign_pages():
        if request.method not in SAFE_METHODS and is_cross_site(request.environ):
            raise Refused("foreign_page")


def is_cross_site(environ: dict) -> bool:
    """Does the browser say that another site's page sends this?

    Sec-Fetch-Site decides where there is one (browsers send it to this computer and over TLS).
    Our pages tell no referrer, so their forms say «null», and a token proves whose they are; what
    our scripts send always names its origin. Whatever is no browser says nothing.
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
    """A route for staff: from this computer, signed in; anyone else learns nothing of it."""

    @wraps(view)
    def guarded(*args, **kwargs):
        require_staff()
        return view(*args, **kwargs)

    return access("facilitator")(guarded)


def access(audience: str):
    """State who may call a route; the authorisation matrix fails for one that does not."""

    def mark(view):
        view.audience = audience
        return view

    return mark


def require_staff() -> None:
    """Refuse unless the request comes from staff, at the place where staff may be."""
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
    """Exchange the printed link for a session. It works until the process ends."""
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
    """The staff session behind a socket's handshake, or None."""
    if not is_local(environ):
        return None
    with app.request_context(environ):
        secret = session.get("staff", "")
        return secret if secret and is_signed_in(secret, now()) else None
