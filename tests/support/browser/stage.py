"""A run that shows every screen, driven over HTTP, with a room that answers."""

from tests.support.cast import Phone, Trainer

MODULE = "una-sala-llena"
STILL = {"reduced_motion": "reduce"}  # half-faded text would be half as dark
ONWARDS = ("saltar", "cerrar", "siguiente")  # the first that is allowed
OTHERS = 5  # people beside the phone we look at; with five answers results may be shown


class Stage:
    """Inés drives, ``others`` answer; the test looks at one page."""

    def __init__(self, server, module=MODULE, others=OTHERS, title="Una tarde"):
        self.ines = Trainer(server)
        self.run = self.ines.new_run(module, title=title)
        self.others = [Phone(server, f"P{number}").enter(self.run) for number in range(others)]

    @property
    def wall_path(self):
        """Path of its wall."""
        return f"/pantalla/{self.run.wall_token}"

    @property
    def console_path(self):
        """Path of its console."""
        return f"/sesiones/{self.run.id}"

    def does(self, *verbs):
        """Verbs of the console, over HTTP."""
        self.ines.does(self.run, *verbs)

    def opens(self, label):
        """Go to a step, closing what is open on the way, and open it."""
        if self.ines.at(self.run) is None:
            self.does("empezar")
        while self.ines.at(self.run).partition("·")[0] != label:
            next(verb for verb in ONWARDS if self.ines.do(self.run, verb).status == 204)
        self.does("abrir")

    def answers(self, *values):
        """One value for each of the others; fewer values leave the rest silent."""
        for phone, value in zip(self.others, values, strict=False):
            phone.sees("open")
            assert phone.answer(value)["ok"]

    def leave(self):
        """Everybody goes."""
        for phone in self.others:
            phone.leave()
        self.ines.leave()
