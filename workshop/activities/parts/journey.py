"""The vocabulary of rules that get in the way, one for all modules: where, to whom, what they do.

A module may ask with some of these words; `workshop/course/style_check.py` names others.
"""

STAGES = ("Buscar", "Comprar", "Pagar", "Esperar", "Recibir", "Reclamar", "Cambiar")
AFFECTED = ("A quien compra", "A quien atiende", "A ambos")  # asked instead of a stage
EFFECTS = ("Enfada", "Retrasa", "Cansa", "Hace desistir")
USUAL_EFFECTS = ("Enfada", "Retrasa", "Hace desistir")

PLACES = (*STAGES, *AFFECTED)
