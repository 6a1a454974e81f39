"""Requests of strangers to the app in this process, by hand."""

FOREIGN = {"Origin": "http://evil.example"}
CROSS = {"Sec-Fetch-Site": "cross-site"}


def join(site, headers=None, **fields):
    """POST /entrar as a phone does."""
    return site.browser().post("/entrar", json=fields, headers=headers)


def send(site, body, content_type="application/json", path="/entrar"):
    """POST raw bytes."""
    return site.browser().post(path, data=body, headers={"Content-Type": content_type})


def ask(site, path, method="GET", base=None, peer="127.0.0.1", **headers):
    """One request of somebody who makes his own headers, cookies among them."""
    client = site.app.test_client(use_cookies=False)
    where = {"REMOTE_ADDR": peer}
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open(
        path, method=method, base_url=base or site.base, headers=headers, environ_overrides=where
    )
