"""Headline of the record: what came of the module's central question, in one or two sentences."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from results.outcome import ComparisonOutcome, Outcome, StepOutcome
from workshop.activities import Row


def headline_of(outcome: Outcome) -> str:
    """Say the balance of the central question, else its answer, else how many answered at all.

    A module that names no central question is told by the first question that was asked twice.
    """
    central = [step for step in outcome.steps if step.is_central]
    for comparison in _comparisons(central or outcome.steps):
        winner = comparison.winner
        return _balance(comparison, winner) if winner else _furthest(comparison)
    return _answer(central) or _how_many_answered(outcome)


def central_question(outcome: Outcome) -> str:
    """Prompt of the central question if it was asked; "" otherwise."""
    asked = (step for step in outcome.steps if step.is_central and step.rounds)
    return next((step.activity.prompt for step in asked), "")


def _comparisons(steps: Sequence[StepOutcome]) -> list[ComparisonOutcome]:
    return [each for step in steps for each in step.comparisons if not each.too_few]


def _balance(comparison: ComparisonOutcome, winner: tuple[Row, int, int]) -> str:
    """Net change of people, without those who crossed; ``winner`` is who gained most of it."""
    row, before, after = winner
    net = sum(change for change in comparison.changes if change > 0)
    if comparison.moved:
        sentence = _(
            "Cambiaron %(moved)s de %(pairs)s personas; sin contar quienes se cruzaron,"
            " el saldo es de %(net)s.",
            moved=comparison.moved_said,
            pairs=comparison.pairs,
            net=net,
        )
    else:
        sentence = _(
            "El saldo es de %(net)s de %(pairs)s personas.", net=net, pairs=comparison.pairs
        )
    return f"{sentence} {_went(row.label, before, after)}"


def _furthest(comparison: ComparisonOutcome) -> str:
    """Say how many changed, and the figure that went furthest: «pasó de 32,5 a 40,1»."""
    said = [_how_many_moved(comparison)]
    lines = [(measured, line) for measured in comparison.measured for line in measured.lines]
    best = max(lines, key=lambda pair: abs(pair[0].way(pair[1])), default=None)
    if best is not None and best[0].way(best[1]):
        ruler, line = best[0].ruler, best[1]
        shift = line.shift
        said.append(_went(line.figure.text, ruler.say(shift.before), ruler.say(shift.after)))
    return " ".join(filter(None, said))


def _went(label: str, before: int | str, after: int | str) -> str:
    return _("«%(label)s» pasó de %(n)s a %(m)s.", label=label.rstrip("."), n=before, m=after)


def _how_many_moved(comparison: ComparisonOutcome) -> str:
    if not comparison.moved:
        return ""
    return _(
        "Cambiaron %(moved)s de %(pairs)s personas.",
        moved=comparison.moved_said,
        pairs=comparison.pairs,
    )


def _answer(central: Sequence[StepOutcome]) -> str:
    """Answer that most gave to the central question, where it was asked once and may be told."""
    for step in central:
        for round in reversed(step.rounds):
            rows = [row for row in round.rows if row.count and not row.protected]
            best = max(rows, key=lambda row: row.count or 0, default=None)
            if best is not None and step.activity.categories():
                return _(
                    "Lo más respondido: «%(label)s», %(count)s de %(n)s personas.",
                    label=best.label.rstrip("."),
                    count=best.count,
                    n=(round.tally or {}).get("n", 0),
                )
    return ""


def _how_many_answered(outcome: Outcome) -> str:
    if outcome.eligible:
        return ngettext(
            "Se recogieron %(answered)s de %(eligible)s respuestas en %(num)s pregunta.",
            "Se recogieron %(answered)s de %(eligible)s respuestas en %(num)s preguntas.",
            len(outcome.told),
            answered=outcome.answered,
            eligible=outcome.eligible,
        )
    if any(round.too_few for step in outcome.steps for round in step.rounds):
        few = _("Ninguna pregunta tuvo %(k)s respuestas o más: aquí no se dice ninguna.")
        return few % {"k": outcome.k}
    if outcome.phase == "ended":
        return _("No quedó ninguna respuesta que contar.")
    return _("Todavía no hay ninguna respuesta que contar.")
