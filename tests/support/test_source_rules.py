"""Every rule of the house goes red when one offence is planted in a copy of the repository."""

from pathlib import Path

import pytest

from tests.support.source_rules import eventlet_named, module_state, too_long
from tests.support.source_tree import (
    circles,
    homeless,
    product,
    read_tree,
    relative_imports,
    upward_imports,
)

TREE = read_tree(Path(__file__).parents[2])
STATE = "realtime/views/stages.py"  # a file that keeps none


def planted(path, code):
    """A copy of the repository with ``code`` at the end of one file."""
    return TREE | {path: TREE.get(path, "") + f"\n{code}\n"}


def new(rule, tree):
    """What ``rule`` finds in ``tree`` and not in the repository as it is."""
    before = rule(TREE)
    return [offence for offence in rule(tree) if offence not in before]


def test_a_package_that_the_order_does_not_know():
    assert new(homeless, planted("billing/invoices.py", "")) == ["billing/invoices.py"]


@pytest.mark.parametrize(
    ("path", "code", "offence"),
    [
        ("web/clock.py", "import cli.exit", "web.clock → cli.exit"),
        ("web/clock.py", "from participant import table", "web.clock → participant.table"),
        (
            "workshop/statistics/split.py",
            "def late():\n    from workshop.models.run import Run",
            "workshop.statistics.split → workshop.models.run",
        ),
        (
            "transport/select_hub.py",
            "if TYPE_CHECKING:\n    from web.edge import FULL",
            "transport.select_hub → web.edge",
        ),
        (
            "workshop/models/logbook.py",
            "import_module('workshop.commands.join')",
            "workshop.models.logbook → workshop.commands.join",
        ),
        ("projector/__init__.py", "import facilitator.home", "projector → facilitator.home"),
        ("config.py", "from tests.support import cast", "config → tests.support.cast"),
        ("cli/serve.py", "import tools.people", "cli.serve → tools.people"),
    ],
)
def test_an_import_that_points_up(path, code, offence):
    assert new(upward_imports, planted(path, code)) == [offence]


@pytest.mark.parametrize(
    "code",
    [
        "import cli.serve",
        "def later():\n    import cli.serve",
        "if TYPE_CHECKING:\n    from cli.serve import main",
    ],
)
def test_two_modules_that_import_each_other(code):
    assert ["cli.options", "cli.serve"] in [
        sorted(set(circle) & {"cli.options", "cli.serve"})
        for circle in new(circles, planted("cli/options.py", code))
    ]


def test_tools_that_import_each_other():
    tree = TREE | {"tools/a.py": "import tools.b", "tools/b.py": "import tools.a"}
    assert new(circles, tree) == [["tools.a", "tools.b"]]


def test_an_import_that_is_not_written_in_full():
    assert new(relative_imports, planted("web/clock.py", "from . import edge")) == ["web/clock.py"]


@pytest.mark.parametrize(
    "code",
    [
        "import eventlet",
        "def wait():\n    from eventlet.green import socket",
        "queue = importlib.import_module('eventlet.queue')",
        "hub = __import__('eventlet')",
        "patched = sys.modules['eventlet']",
        "given = environ['eventlet.input']",
    ],
)
def test_eventlet_named_in_another_room(code):
    assert new(eventlet_named, planted("web/clock.py", code)) == ["web/clock.py"]


def test_the_transport_and_the_top_may_name_eventlet():
    assert not new(eventlet_named, planted("transport/ticker.py", "import eventlet"))
    assert not new(eventlet_named, planted("app.py", "import eventlet"))


@pytest.mark.parametrize("path", ["web/clock.py", "tests/conftest.py", "tools/people.py"])
def test_a_file_that_is_too_long_to_read(path):
    assert new(too_long, planted(path, "\n" * 300)) == [path]


@pytest.mark.parametrize(
    "code",
    [
        "kept = {}",
        "kept: dict[str, int] = {}",
        "KEPT = []",
        "kept = set()",
        "kept = defaultdict(list)",
        "kept = collections.deque(maxlen=3)",
        "kept = Counter()",
        "kept = WeakKeyDictionary()",
        "kept = weakref.WeakValueDictionary()",
        "kept = OrderedDict()",
        "kept = itertools.count()",
        "kept = threading.Lock()",
        "a, kept = 1, []",
        "kept = ['a']",
        "kept = {name: 0 for name in NAMES}",
        "KEPT = {'a': 1}\ndef more():\n    KEPT['b'] = 2",
        "KEPT = ['a']\ndef more():\n    KEPT.append('b')",
        "KEPT = [0]\ndef more():\n    KEPT[0] += 1",
        "class Box:\n    pass\n\nkept = Box()",
        "from cli.supervisor import Supervisor\nkept = Supervisor()",
        "from cli import supervisor\nkept = supervisor.Supervisor()",
        "kept = None\ndef keep(x):\n    global kept\n    kept = x",
        "@lru_cache\ndef kept():\n    return 1",
        "@functools.cache\ndef kept():\n    return 1",
        "if True:\n    kept = {}",
        "def kept():\n    kept.times = 1",
        "class Box:\n    kept = {}",
    ],
)
def test_a_module_that_keeps_a_state_of_its_own(code):
    found = new(lambda tree: module_state(product(tree)), planted(STATE, code))
    assert [name.rsplit(".", 2)[-2:] for name in found], "nothing was seen"
    assert all(name.startswith("realtime.views.stages.") for name in found)
    assert "kept" in found[0].casefold()


def test_a_table_that_another_module_changes():
    tree = TREE | {
        "web/clock.py": "HOURS = {'a': 1}",
        "web/edge.py": "from web import clock\nclock.HOURS['b'] = 2",
    }
    assert "web.clock.HOURS" in module_state(product(tree))


def test_a_name_that_another_module_sets():
    tree = planted("web/clock.py", "import web.edge as edge\nedge.open = True")
    assert "web.edge.open" in module_state(product(tree))


@pytest.mark.parametrize(
    "code",
    [
        "WORDS = {'a': 'b'}",
        "NAMES = frozenset({'a'})",
        "__all__ = ['a']",
        "PATTERN = re.compile('a')",
        "kept = {}  # cache: read once, the same for every app",
        "# cache: read once,\n# the same for every app\nkept = {}",
        "# cache: 0.3 ms each\n@lru_cache(maxsize=8)\ndef kept():\n    return 1",
        "@dataclass(frozen=True)\nclass Point:\n    x: int\n\nORIGIN = Point(0)",
        "class Pair(NamedTuple):\n    x: int\n\nNOTHING = Pair(0)",
        "def fill():\n    seen = {}\n    seen['a'] = 1\n    return seen",
        "@dataclass\nclass Box:\n    seen: dict = field(default_factory=dict)",
    ],
)
def test_what_is_no_state(code):
    assert new(lambda tree: module_state(product(tree)), planted(STATE, code)) == []
