"""H rows of the reliability plan that need no network: codes, aliases, bodies, verbs, headers."""

import json
import re
import time

from sqlalchemy import select

from tests.support.cast import Room, Stranger, Trainer
from tests.support.command_contract import LAN, hears_nothing
from tests.support.hostile_http import CROSS, FOREIGN, ask, join, send
from workshop.models.participant import Participant
from workshop.persistence.db import db


def test_h_10_a_verb_without_its_token_is_refused(room):
    other = Trainer(room.site)
    path, fields = f"/sesiones/{room.run.id}/empezar", {"version": room.ines.version(room.run)}
    for token in ("", "x", other.csrf[:-1], other.csrf):
        headers = {"X-CSRFToken": token}
        reply = room.ines.browser.post(path, json=fields, headers=headers)
        assert (reply.status, reply.code) == (403, "page_expired"), token
        assert reply.json()["message"].startswith("La página caducó.")


def test_h_11_another_sites_page_presses_nothing(room):
    path, fields = f"/sesiones/{room.run.id}/empezar", {"version": room.ines.version(room.run)}
    for headers in (FOREIGN, CROSS, CROSS | {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}):
        reply = join(room.site, headers=headers, code=room.run.code)
        assert (reply.status, reply.code) == (403, "foreign_page")
        with hears_nothing(*room.everyone()):
            headers = headers | {"X-CSRFToken": room.ines.csrf}
            assert room.ines.browser.post(path, json=fields, headers=headers).status == 403


def test_h_11_an_origin_that_is_not_ours(site):
    odd = ["null", "http://[", "https://", "http://127.0.0.1:5001", "file://", "x" * 3_000]
    for origin in odd:
        assert join(site, headers={"Origin": origin}, code="123456").status == 403, origin


def test_h_11_our_own_pages_go_on(room):
    same = {"Sec-Fetch-Site": "same-origin"}
    assert join(room.site, headers=same, code=room.run.code).status == 200
    bare = room.site.app.test_client().post("/entrar", json={"code": room.run.code})
    assert bare.status_code == 200  # a browser that says nothing


def verbs(app):
    """Every address that changes something and is no page as well."""
    pages = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.rule not in pages:
            yield re.sub("<[^>]+>", "ab", re.sub("<int:[^>]+>", "1", rule.rule))


def test_h_12_looking_changes_nothing(room, app):
    for path in verbs(app):
        assert "<" not in path
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE"):
            reply = app.test_client().open(
                path, method=method, base_url=room.site.base, headers={"Origin": room.site.base}
            )
            assert reply.status_code == 405, (method, path)


def test_h_13_the_wrong_content_type(site):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "image/png", ""):
        assert send(site, '{"code": "123456"}', kind).status == 415, kind


def test_h_13_json_in_a_form_and_a_form_in_json(room):
    path = f"/sesiones/{room.run.id}/empezar"
    headers = {"X-CSRFToken": room.ines.csrf, "Content-Type": "application/x-www-form-urlencoded"}
    assert room.ines.browser.post(path, data='{"version": 1}', headers=headers).status == 409
    headers["Content-Type"] = "application/json"
    assert room.ines.browser.post(path, data="version=1", headers=headers).status == 400


HARD = {
    "deep": b'{"code": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "open": b"[" * 60_000,
    "twice": b'{"code": "123456", "code": "654321"}',
    "nan": b'{"code": NaN}',
    "infinity": b'{"code": -Infinity}',
    "huge float": b'{"code": 1e999}',
    "long int": b'{"code": ' + b"9" * 5_000 + b"}",
    "bad utf-8": b'{"code": "\xff\xfe"}',
    "utf-16": '{"code": "123456"}'.encode("utf-16"),
    "nothing": b"",
    "nul": b"\x00",
    "prototype": b'{"__proto__": {"admin": true}, "code": "1"}',
}


def test_h_15_json_that_is_a_weapon(room):
    verb = f"/sesiones/{room.run.id}/empezar"
    headers = {"X-CSRFToken": room.ines.csrf, "Content-Type": "application/json"}
    for name, body in HARD.items():
        began = time.perf_counter()
        reply = send(room.site, body)
        assert (reply.status, reply.code) == (400, "request_malformed"), name
        assert time.perf_counter() - began < 1, name  # the promise is 0.2
        assert "Traceback" not in reply.text
        reply = room.ines.browser.post(verb, data=body, headers=headers)
        assert reply.status in (400, 409), name


def test_h_14_h_15_too_much(room):
    fields = "&".join(f"f{n}={n}" for n in range(10_000))
    headers = {"X-CSRFToken": room.ines.csrf, "Content-Type": "application/x-www-form-urlencoded"}
    for body in (fields, "title=" + "x" * 1_000_000):
        assert room.ines.browser.post("/sesiones", data=body, headers=headers).status == 413
    big = json.dumps({"code": "1" * 100_000})
    assert (send(room.site, big).status, send(room.site, big).code) == (413, "too_large")


def test_h_16_a_parameter_twice(room):
    path = f"/sesiones/{room.run.id}"
    page = room.ines.browser.get(f"{path}/resultado.csv?sep=,&sep=;&rol=a&rol=b")
    assert page.status == 200
    version = room.ines.version(room.run)
    headers = {"X-CSRFToken": room.ines.csrf, "Content-Type": "application/x-www-form-urlencoded"}
    body = f"version={version}&version={version - 1}"  # the first one stands
    assert room.ines.browser.post(f"{path}/empezar", data=body, headers=headers).status == 204
    for title in ([], ["a"], {"a": 1}, 5, True):
        reply = room.ines.post("/sesiones", module="un-taller-breve", title=title)
        assert reply.code == "request_malformed", title


def test_h_17_nobody_is_sent_elsewhere(site):
    link = site.console_link.removeprefix(site.base)
    for where in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:1"):
        reply = site.browser().get(f"{link}?next={where}&url={where}", allow_redirects=False)
        assert (reply.status, reply.headers["Location"]) == (302, "/inicio")


NOWHERE = ["/../app.py", "/%2e%2e/app.py", "/..%5capp.py", "/CON", "/NUL", "/%00", "/inicio."]
NOWHERE += ["/.env", "/.git/config", "/console", "/debug", "/metrics", "/server-status", "/admin"]
NOWHERE += ["/static/../data/mano_alzada.db", "/data/secrets.json", "/recursos/x/../../app.py"]
NOWHERE += ["/recursos/0/%2e%2e/%2e%2e/app.py", "/" + "a" * 6_000, "/sesiones/-1", "/sesiones/1e3"]
NOWHERE += ["/sesiones/9223372036854775808", "/sesiones/" + "9" * 400, "/modulos/..%2f..%2fapp"]
NOWHERE += ["/modulos/%00", "/pantalla/%F0%9F", "/pantalla/../x", "/entrar/"]


def test_h_18_h_33_there_is_nothing_there(site):
    ines = Trainer(site)
    for path in NOWHERE:
        for browser in (ines.browser, site.browser(peer=LAN)):
            reply = browser.get(path)
            assert reply.status == 404, (path, reply)
            assert "Traceback" not in reply.text


def test_h_19_a_forged_host(room):
    cookie = room.ines.browser.cookies()
    for host in ("evil.example", "evil.example:80", "a b; script-src *", "[", "x" * 5_000, "@"):
        forged = {"Host": host, "Origin": f"http://{host}", "Cookie": cookie}
        page = ask(room.site, "/", **forged)
        assert page.status_code in (200, 400)
        assert "script-src *" not in page.headers.get("Content-Security-Policy", "")
        assert "evil" not in page.text
        assert ask(room.site, f"/sesiones/{room.run.id}", **forged).status_code in (400, 404)


def test_h_19_a_forged_proxy(room):
    cookie = room.ines.browser.cookies()
    assert ask(room.site, "/inicio", Cookie=cookie).status_code == 200
    for header in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP"):
        forged = {header: "127.0.0.1", "Cookie": cookie}
        assert ask(room.site, "/inicio", peer=LAN, **forged).status_code == 404
        away = "http://192.168.1.2:5000"
        assert ask(room.site, "/inicio", base=away, peer=LAN, **forged).status_code == 404


def test_h_32_no_method_but_ours(site):
    client = site.app.test_client()
    for path in ("/", "/entrar", "/socket.io/?EIO=4&transport=polling"):
        for method in ("TRACE", "OPTIONS", "PUT", "DELETE", "CONNECT", "BREW"):
            headers = {"Access-Control-Request-Method": "POST"} | FOREIGN
            reply = client.open(path, method=method, base_url=site.base, headers=headers)
            assert reply.status_code in (403, 405), (method, path)
            assert not [name for name, _ in reply.headers if "access-control" in name.lower()]


def test_h_33_the_staffs_pages_do_not_exist_elsewhere(room, app):
    away, cookie = "http://192.168.1.2:5000", room.ines.browser.cookies()
    for rule in app.url_map.iter_rules():
        audience = getattr(app.view_functions[rule.endpoint], "audience", None)
        if audience in ("facilitator", "link", "staff") and "GET" in rule.methods:
            path = re.sub("<int:[^>]+>", str(room.run.id), rule.rule)
            path = re.sub("<[^>]*token>", app.config["CONSOLE_TOKEN"], path)
            path = re.sub("<[^>]+>", "un-taller-breve", path)
            reply = ask(room.site, path, base=away, peer=LAN, Cookie=cookie)
            assert reply.status_code == 404, path


def test_headers_stand_on_every_answer(room, app):
    answers = [room.ines.browser.get(path) for path in ("/", "/inicio", "/nada", "/000001")]
    for end in ("", "/resultado", "/resultado.csv"):
        answers.append(room.ines.browser.get(f"/sesiones/{room.run.id}{end}"))
    answers.append(room.do("abrir"))
    answers += [join(room.site, code="1"), join(room.site, code=room.run.code)]
    answers += [room.site.browser().get(f"/pantalla/{room.run.wall_token}")]
    for reply in answers:
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "no-referrer"


def test_phones_get_no_cookie_and_staff_a_guarded_one(room, site):
    hugo = Stranger(site, base="http://192.168.1.2:5000", peer=LAN)
    looked = [hugo.get(path) for path in ("/", "/123456", f"/pantalla/{room.run.wall_token}", "/x")]
    looked += [hugo.post("/entrar", code=room.run.code), hugo.post("/entrar", code="1")]
    for reply in looked:
        assert "Set-Cookie" not in reply.headers, reply
    link = site.console_link.removeprefix(site.base)
    cookie = site.browser().get(link, allow_redirects=False).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_nothing_of_a_token_is_kept_to_be_found(room, app):
    with app.app_context():
        kept = [str(vars(each)) for each in db.session.scalars(select(Participant))]
    assert not any(phone.token in each for each in kept for phone in room.phones)


def test_rooms_do_not_mix(site):
    rooms = [Room(site, phones=(name,)) for name in ("Mateo", "Noa")]
    with hears_nothing(*rooms[1].everyone()):
        rooms[0].does("empezar", "abrir", "cerrar")
    for room in rooms:
        room.leave()
