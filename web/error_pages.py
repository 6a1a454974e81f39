"""Error pages: one sentence, one way out, no traces."""

from flask import jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from web.auth import is_local
from web.refusals import refusal, sentence, status_of
from workshop.refused import Refused

REFUSAL_BY_STATUS = {
    400: "request_malformed",
    403: "not_allowed",
    404: "not_found",
    405: "method_unknown",
    413: "too_large",
    415: "format_unknown",
}


def init_app(app) -> None:
    """Answer every refusal and every error in the form it was asked in."""

    @app.errorhandler(Refused)
    def refused(error):
        return answer(error.code, **error.detail)

    @app.errorhandler(CSRFError)
    def page_expired(error):
        return answer("page_expired")

    @app.errorhandler(HTTPException)
    def http_error(error):
        if error.code is not None and error.code < 400:
            return error
        return answer(
            REFUSAL_BY_STATUS.get(error.code or 500, "request_malformed"), status=error.code
        )

    @app.errorhandler(OperationalError)
    def database_away(error):
        app.logger.error("at %s: %s", request.url_rule, str(error).partition("\n")[0])
        return answer("storage_away")

    @app.errorhandler(Exception)
    def unexpected(error):
        app.logger.exception("unexpected error at %s", request.url_rule)
        return answer("server_error")


def answer(code: str, status: int | None = None, **detail):
    """Return a refusal with its HTTP status: as JSON for scripts, as a page for people."""
    status = status or status_of(code)
    if wants_json():
        return jsonify(refusal(code, **detail)), status
    return (
        render_template(
            "errors/refused.html",
            code=code,
            message=sentence(code, **detail),
            local=is_local(request.environ),
        ),
        status,
    )


def wants_json() -> bool:
    """Does the request come from a script, by its body or its Accept header?"""
    return request.is_json or "application/json" in request.headers.get("Accept", "")
