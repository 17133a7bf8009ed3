"""particle 조사·어미: the wrong form of a particle, a wrong one, a lost or doubled one, and endings
that sound as good as the right one but are none. All of it is rows of ``particle.tsv``.

A particle that is dropped is often right in speech (밥 먹자), and nouns stand side by side in
headlines, so ``lost`` knows only particles that the words behind them ask for: 을 before 통해,
에 before 대한, 로 before 인해; ``permitted_lost``, of weight 0, drops any. One particle for
another is an error only before words that rule it out: 값을 증가하면, 책이 통해. After a vowel 이다
may keep its vowel or drop it (나무이다, 나무다), so 이라는 turns into 라는 after a consonant, but
never the other way round. What is a matter of words rather than of forms lies in ``spelling.tsv``.
"""

from spellfix.noise.places import place_rules
from spellfix.noise.rule import Rule

_ENDINGS = "한글 맞춤법 제15항, 제18항"

PARTICLE_RULES: tuple[Rule, ...] = place_rules(
    "particle",
    (
        ("by_batchim", 39, "한글 맞춤법 제41항; 표준국어대사전", "값을 → 값를"),
        ("doubled", 3, "counted in the histories of Korean documents", "값을 → 값을을"),
        ("lost", 20, "counted in the histories of Korean documents", "값을 통해 → 값 통해"),
        ("confused", 19, "counted in the histories of Korean documents", "값에 대한 → 값의 대한"),
        ("ending_adjective", 4.8, _ENDINGS, "알맞은 → 알맞는"),
        ("ending_irregular", 4.8, _ENDINGS, "만들면 → 만들으면"),
        ("ending_intention", 3.9, "표준어 규정 제17항", "하려다 → 할려다"),
        ("ending_polite", 1.9, "표준어 규정 제17항", "먹습니까 → 먹읍니까"),
        (
            "permitted_lost",
            0,
            "speech and headlines drop particles",
            "기능을 제공한다 → 기능 제공한다",
        ),
        ("ending_connective", 2.9, "표준국어대사전", "사용함으로써 → 사용하므로써"),
    ),
)
