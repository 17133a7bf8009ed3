"""spelling 맞춤법: words spelled as they sound, and the mistakes people are known to make.

``tables/spelling.tsv`` holds whole forms with the context in which the other form is an error
(한글 맞춤법); ``tables/sound.tsv`` what is heard (표준 발음법), on jamo. Knows no other kind.
"""

from spellfix.noise.forms import FormRule, FormTable
from spellfix.noise.rule import Rule
from spellfix.noise.sounds import SoundRule, Sounds

_FORMS = FormRule(
    "spelling.form",
    52,
    "한글 맞춤법, 표준어 규정; the article of each row in tables/spelling.tsv",
    "며칠 → 몇일",
    FormTable.read("spelling"),
)

_HEARD = (
    ("vowel_ae", 18, "표준 발음법 제4항, 제5항 다만 2", "숙제 → 숙재"),
    ("vowel_oe", 3.2, "표준 발음법 제4항 붙임", "인쇄 → 인쇠"),
    ("vowel_ui", 1.4, "표준 발음법 제5항 다만 3", "희망 → 히망"),
    ("vowel_glide", 2.1, "표준 발음법 제5항 다만 1; usage", "가져 → 가저"),
    ("vowel_round", 1.5, "usage: 원순 모음화, 모음 상승", "기쁨 → 기뿜"),
    ("liaison", 3.4, "표준 발음법 제13항, 제14항 연음", "먹이 → 머기"),
    ("tensing", 4.4, "표준 발음법 제23항-제28항 경음화", "국수 → 국쑤"),
    ("nasal", 2.1, "표준 발음법 제18항-제21항, 제29항", "국물 → 궁물"),
    ("palatal", 0.69, "표준 발음법 제17항 구개음화", "같이 → 가치"),
    ("h", 3.6, "표준 발음법 제12항 ㅎ 탈락, 격음화", "좋아 → 조아"),
    ("coda", 5.7, "표준 발음법 제8항-제11항 대표음, 겹받침", "갔다 → 갓다"),
    ("saisiot", 1.8, "한글 맞춤법 제30항 사이시옷", "개수 → 갯수"),
)

SPELLING_RULES: tuple[Rule, ...] = (
    _FORMS,
    *(
        SoundRule(f"spelling.{name}", weight, source, example, Sounds.read(name))
        for name, weight, source, example in _HEARD
    ),
)
