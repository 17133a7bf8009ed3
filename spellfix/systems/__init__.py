"""Everything that `spellfix evaluate --system NAME` can measure, behind one small protocol.

    from spellfix.systems import open_system
    system = open_system("kiwi")
    [answer.text for answer in system.correct_batch(["숙재를 했다"])]

spellfix itself, statistical and rule-based spellers to compare it with, and the copied input. Knows
nothing about pairs of texts or accuracies.
"""

from spellfix.systems.registry import names, open_system
from spellfix.systems.system import Answer, System

__all__ = ["Answer", "System", "names", "open_system"]
