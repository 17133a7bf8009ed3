"""Whether a model that learnt a domain is kept: gains in the domain, no loss elsewhere."""

from spellfix.metrics import Case, Tally
from spellfix.train.domain_measure import DOMAIN, GENERAL, Ran, judge, shared


def ran(domain: int, general: int, clean: int = 50) -> Ran:
    """A corrector that gets so many of 100 typos of each set right, and so many of 50 texts."""
    tallies = {}
    for name, right in ((DOMAIN, domain), (GENERAL, general)):
        tally = tallies[name] = Tally()
        for at in range(100):
            tally.add(
                Case(f"{at} 몇일", f"{at} 며칠", f"{at} 며칠" if at < right else f"{at} 몇일")
            )
        for at in range(50):
            tally.add(Case(f"{at} 글", f"{at} 글", f"{at} 글" if at < clean else f"{at} 굴"))
    return Ran(tallies)


def test_a_gain_in_the_domain_is_kept() -> None:
    verdict = judge(ran(50, 60), ran(70, 60))
    assert verdict.kept
    assert "+20.0%" in verdict.reasons[0]


def test_no_gain_is_no_reason_to_change() -> None:
    assert not judge(ran(50, 60), ran(50, 60)).kept
    assert not judge(ran(50, 60), ran(45, 90)).kept


def test_a_general_loss_beyond_chance_is_refused_and_one_within_it_is_not() -> None:
    refused = judge(ran(50, 60), ran(90, 54))
    assert not refused.kept
    assert any("general: typo accuracy" in reason for reason in refused.reasons)
    assert judge(ran(50, 60), ran(90, 55)).kept


def test_a_loss_in_one_of_many_comparisons_needs_more_to_be_beyond_chance() -> None:
    before, after = ran(50, 60), ran(90, 54)
    assert not judge(before, after).kept
    assert judge(before, after, shared(2)).kept
    assert not judge(before, ran(90, 50), shared(2)).kept


def test_more_typos_corrected_do_not_pay_for_right_text_that_is_touched() -> None:
    refused = judge(ran(50, 60), ran(90, 60, clean=40))
    assert not refused.kept
    assert any("correct-text" in reason and "fell" in reason for reason in refused.reasons)
