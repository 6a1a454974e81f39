"""Late options: a second round of the same question that offers one option more (F-001-02)."""

from abc import abstractmethod
from typing import Self

from workshop.activities.parts.options import NamedOption

LATE_TITLE = "Opción nueva"


class TakesLateOption:
    """A kind whose second round may offer one option that the first did not have.

    What both rounds offered is compared on its own scale; the new option stands apart.
    """

    total: int  # what is shared out among the options
    late: str | None  # id of the option that only this round offers; None in all other rounds

    @abstractmethod
    def with_late_option(self, option: NamedOption) -> Self:
        """The same question with ``option`` behind the others."""

    @abstractmethod
    def late_option_problem(self, option: NamedOption) -> tuple[str, str] | None:
        """Problem of offering ``option`` here and its mending, in Spanish; None without one."""
