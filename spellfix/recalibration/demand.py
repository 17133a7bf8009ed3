"""What a demanded share of untouched clean texts asks for, and why thresholds are what they are."""

from spellfix.thresholds import Counts


def needed(correct_text: float) -> int | None:
    """How many clean texts, all of them untouched, show with 95 % confidence that at least the
    share `correct_text` stays so (`spellfix.metrics.wilson`); None where no number does.

    >>> needed(0.995), needed(0.9), needed(1.0)
    (765, 35, None)
    """
    if correct_text >= 1.0:
        return None
    z = 1.959963984540054  # 97.5 % quantile of the normal distribution
    return max(1, -int(-(z * z * correct_text / (1.0 - correct_text)) // 1))


def reason(counts: Counts, correct_text: float) -> str:
    """Why thresholds are what they are, given what came of the texts they were chosen on.

    >>> reason(Counts(corrected=3, uncorrected=2, kept=99, overcorrected=1), 0.99)
    'what corrects most of 5 texts while at least 99.0% of 100 clean ones stay untouched'
    >>> reason(Counts(kept=98, overcorrected=2), 0.99)
    'what leaves most of 100 clean texts untouched, 98; no value leaves 99.0%'
    """
    n = counts.n_clean
    if n and counts.kept / n < correct_text - 1e-9:
        return (
            f"what leaves most of {n} clean texts untouched, {counts.kept}; no value leaves "
            f"{correct_text:.1%}"
        )
    return (
        f"what corrects most of {counts.n_typo} texts while at least {correct_text:.1%} of {n} "
        "clean ones stay untouched"
    )
