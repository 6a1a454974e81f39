"""``./run browsers`` says in one line what is missing, and knows every kind's way."""

import pytest

from tests.support.engines import __main__ as walk
from tests.support.engines.drivers import (
    Browser,
    Firefox,
    NotInstalled,
    WebKit,
)


@pytest.mark.parametrize("engine", [WebKit, Firefox])
def test_a_browser_that_is_not_installed_is_named_with_its_package(engine, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda command: None)
    with pytest.raises(NotInstalled) as told:
        engine((390, 740))
    assert all(package in str(told.value) for _, package in engine.needs)


def test_where_none_is_installed_it_says_how_in_one_line(monkeypatch, capsys):
    def lacks(self, size):
        raise NotInstalled(f"{self.name}: falta algo")

    class NoServer:
        def __init__(self, *_, **__):
            pass

        def start(self):
            return self

        def stop(self):
            pass

    monkeypatch.setattr(Browser, "__init__", lacks)
    monkeypatch.setattr(walk, "Server", NoServer)
    monkeypatch.setattr(
        walk.Walk, "__init__", lambda self, engine, server, pictures: engine((1, 1))
    )
    assert walk.main([]) == 2
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "sudo apt install webkit2gtk-driver xvfb firefox-esr" in said
