"""spacing 띄어쓰기: spaces lost, added and moved, at the places people know and anywhere.

What the norm allows is no error. 제47항 lets an auxiliary verb join a verb in -아/어 (해보다),
제49항 and 제50항 let nouns join into names and terms (머신러닝), 제43항 lets units join figures. So
a gap is lost only where letters show that both sides may not join: after a particle, an adverb or
an ending other than -아/어 (``must_stand``); a space comes into a word only beside a syllable that
begins or ends no word. What is allowed is made by ``permitted_*``, rules of weight 0 for those with
a house style. The places people know are rows of ``spacing.tsv``. Knows no dictionary.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from spellfix.hangul import has_batchim
from spellfix.noise.places import place_rules
from spellfix.noise.rule import Error, Rule
from spellfix.noise.sentence import Sentence

TRIES = 4  # random places that a rule looks at before it gives up
GAP = re.compile(r"(?<=\S) (?=\S)")
_TWO = re.compile("[가-힣]{2}")

# Syllables that hardly any Korean word begins or ends with (under 0.15 % of their uses in words).
BEGIN_NONE = frozenset(
    "었른려력령션련름았료랑렇므떤듈떻럽례률젝룹념츠렸렬팅략슨릿혔셨랫웠릅슷렵렀랐깅픈퀀럴륭켓겼렴슴쁜릉"
)
END_NONE = frozenset(
    "있으않었했따없됩많였았좋겠렇므높찾옵맞싶졌떻읽왔먹젝얻놓났줍캐렸삽됐붙넣믿혔갔셨왼웠냈닫뛰릅앉렀"
    "겪랐젊쳤넓듣짧잊겼잃늦꼈괜굳낳묶옮끊싫돕묻덮봤쌓옳걷좁"
)

# Ends of words that never join the next one, and the nouns of the same letters (by what is before).
_ENDS = {
    "을": "가마노고", "를": "", "은": "작젊늙", "는": "", "에": "",
    "의": "정회강주동논합결협상심항창호편모제문고예", "와": "기",
    "과": "결효학성통초경교내외부치안사다강전약불탈국제총", "이": "높깊길넓놀벌풀같굳맏젊늙갓떡쓸",
    "가": "추휴여주부대시화허가이사고저유요메기",
}  # fmt: skip
_ENDS_OF_TWO = (
    "하고되고이고있고없고않고하게되게렇게하면되면으면다면라면하며되며이며으며해서어서"
    "아서돼서워서지만도록려고에서에게으로부터까지처럼마다라고다고했던되던하던었던았던"
    "면서므로니까는데은데들이것이람이점이들도것도수가리가제가네가들만매우아주가장이미"
    "항상모두너무정말거의자주아직먼저훨씬각각또는또한그리만약만일되지거나든지해야어야"
    "아야돼야려면고자다가수록때문에도에만로만서도렇지들과들로하지보다"
)
_LONG_ENDS = frozenset(_ENDS_OF_TWO[at : at + 2] for at in range(0, len(_ENDS_OF_TWO), 2))

Find = Callable[[str, int], Iterator[Error]]  # what may happen to a text at a place


def must_stand(text: str, gap: int) -> bool:
    """Whether the words around the gap at ``gap`` may in no case be written together, as far as
    letters can tell. Only between Hangul.

    >>> must_stand("은행에 가다", 3), must_stand("해 보다", 1), must_stand("머신 러닝", 2)
    (True, False, False)
    """
    if gap < 2 or not ("가" <= text[gap - 1] <= "힣" and "가" <= text[gap + 1 : gap + 2] <= "힣"):
        return False
    last, before = text[gap - 1], text[gap - 2]
    if last in _ENDS:
        if last in "이가" and has_batchim(before) != (last == "이"):
            return False
        if last in "는은" and text[gap + 1] in "걸데지바":  # endings when joined: -는걸, -는데
            return False
        return "가" <= before <= "힣" and before not in _ENDS[last]
    return text[gap - 2 : gap] in _LONG_ENDS


def lost(text: str, at: int) -> Iterator[Error]:
    if must_stand(text, at):
        yield Error(at, at + 1, "")


def moved(text: str, at: int) -> Iterator[Error]:
    """은행에 가다 → 은행 에가다, 은행에가 다; not over a word of one syllable."""
    if at > 1 and _TWO.match(text, at - 2) and _TWO.match(text, at + 1):
        yield Error(at, at + 2, text[at + 1] + " ")
        yield Error(at - 1, at + 1, " " + text[at - 1])


def added(text: str, at: int) -> Iterator[Error]:
    """Before the syllable at ``at``."""
    if at and "가" <= text[at - 1] <= "힣" and (text[at] in BEGIN_NONE or text[at - 1] in END_NONE):
        yield Error(at, at, " ")


def run_together(text: str, at: int) -> Iterator[Error]:
    """From the gap at ``at`` on, two to five gaps of one sentence, one of which must stand."""
    end, sure = at, False
    for count in range(1, 6):
        if end < 1 or not GAP.match(text, end) or text[end - 1] in ".!?,;:":
            return
        sure = sure or must_stand(text, end)
        if count > 1 and sure:
            yield Error(at, end + 1, text[at : end + 1].replace(" ", ""))
        end = text.find(" ", end + 1)


def no_spaces(text: str, at: int) -> Iterator[Error]:
    """At the first gap: all spaces of a text of one line; at least three, one of which must
    stand."""
    gaps = [found.start() for found in GAP.finditer(text)] if "\n" not in text else []
    if len(gaps) >= 3 and gaps[0] == at and any(must_stand(text, gap) for gap in gaps):
        end = gaps[-1] + 1
        yield Error(at, end, text[at:end].replace(" ", ""))


_DETERMINERS = {
    "이": "것곳때번날쪽분놈달중간제후상하전외내점일러런렇들",
    "그": "것곳때날쪽분놈중간녀들점런렇대",
    "각": "자종국각지계층", "모든": "", "어떤": "", "다른": "", "여러": "분해",
    "이런": "", "그런": "대데", "어느": "새덧", "무슨": "", "매우": "", "약": "",
    "총": "알", "및": "",     "또": "다한", "새로운": "", "단": "지순",
}  # fmt: skip


def determiner(text: str, at: int) -> Iterator[Error]:
    """이 책 → 이책; not before the nouns that make a word with it (이것, 그때)."""
    start = text.rfind(" ", 0, at) + 1
    never = _DETERMINERS.get(text[start:at])
    if never is not None and _TWO.match(text, at + 1) and text[at + 1] not in never:
        yield Error(at, at + 1, "")


_VERBS = frozenset("해어아여워와려져켜춰둬줘봐써내가나러겨쳐돼")
_AUXILIARIES = frozenset(
    "보봅본볼봐봤주준줄줍줘줬두둔둘둡둬뒀놓놔내낸낼냈버대나난났가간갈갑오온올옵왔있드"
)


def auxiliary_joined(text: str, at: int) -> Iterator[Error]:
    """해 보다 → 해보다, 제47항."""
    if at and text[at - 1] in _VERBS and text[at + 1 : at + 2] in _AUXILIARIES:
        yield Error(at, at + 1, "")


def auxiliary_apart(text: str, at: int) -> Iterator[Error]:
    """해보다 → 해 보다, 제47항."""
    if at and text[at - 1] in _VERBS and text[at] in _AUXILIARIES:
        yield Error(at, at, " ")


def noun_joined(text: str, at: int) -> Iterator[Error]:
    """머신 러닝 → 머신러닝: any gap of which letters cannot say that it must stand."""
    if at and GAP.match(text, at) and not must_stand(text, at):
        yield Error(at, at + 1, "")


def noun_apart(text: str, at: int) -> Iterator[Error]:
    """개발팀 → 개발 팀: any place inside a run of Hangul."""
    if at and "가" <= text[at - 1] <= "힣":
        yield Error(at, at, " ")


def gap(sentence: Sentence, rng: Random) -> int:
    """A random space, rather one behind a long word; -1 where there is none."""
    text = sentence.text
    at = text.find(" ", int(rng.random() * len(text)))
    return at if at >= 0 else text.find(" ")


def first_gap(sentence: Sentence, rng: Random) -> int:
    return sentence.text.find(" ")


def syllable(sentence: Sentence, rng: Random) -> int:
    places = sentence.syllables
    return places[int(rng.random() * len(places))] if places else -1


@dataclass(frozen=True, slots=True)
class LetterRule:
    """A rule that looks at a few random places. ``far``: its errors reach far behind them."""

    name: str
    weight: float
    source: str
    example: str
    place: Callable[[Sentence, Random], int]
    find: Find
    blind: bool = False
    far: bool = False

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        for _ in range(TRIES):
            at = self.place(sentence, rng)
            if at < 0:
                return None
            if errors := list(self.find(sentence.text, at)):
                return errors[int(rng.random() * len(errors))]
        return None

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        text = sentence.text
        first = 0 if self.far else max(0, start - 2)
        if self.place is syllable:
            places = [at for at in sentence.syllables if first <= at <= end + 1]
        else:
            places = [at for at in range(first, min(len(text), end + 2)) if text[at] == " "]
        for at in places:
            yield from self.find(text, at)


def _place_rules() -> tuple[Rule, ...]:
    article = "한글 맞춤법 제"
    return place_rules(
        "spacing",
        (
            ("dependent_noun", 5.9, article + "42항", "할 수 있다 → 할수 있다"),
            ("noun_after", 11, article + "42·45항", "실행 시 → 실행시"),
            ("unit", 19, article + "43항", "두 번째 → 두번째"),
            ("connective", 7.1, article + "2항", "해야 합니다 → 해야합니다"),
            ("phrase", 4.4, article + "2항", "예를 들어 → 예를들어"),
            ("adverb", 6.7, article + "2항", "안 됩니다 → 안됩니다"),
            ("particle_apart", 4.7, article + "41항", "값처럼 → 값 처럼"),
            ("copula_apart", 5.1, article + "41항", "답입니다 → 답 입니다"),
            ("verb_suffix_apart", 11, article + "2항; 표준국어대사전", "저장할 → 저장 할"),
            ("suffix_apart", 4.2, article + "2항; 표준국어대사전", "사용자별로 → 사용자 별로"),
            ("ending_apart", 0.78, article + "2항", "할수록 → 할 수록"),
            ("compound_verb_apart", 9.9, article + "2항; 표준국어대사전", "건너뛰다 → 건너 뛰다"),
            ("compound_apart", 1.9, article + "2항; 표준국어대사전", "오랫동안 → 오랫 동안"),
            ("permitted_unit_joined", 0, article + "43항 다만", "10 개 → 10개"),
            ("permitted_unit_apart", 0, article + "43항 다만", "10개 → 10 개"),
            ("permitted_compound_apart", 0, article + "49·50항", "매개변수 → 매개 변수"),
        ),
    )


SPACING_RULES: tuple[Rule, ...] = (
    *_place_rules(),
    *(
        LetterRule(f"spacing.{name}", weight, f"한글 맞춤법 제{article}항", example, *how)
        for name, weight, article, example, *how in (
            ("determiner", 5.4, "2", "이 책을 → 이책을", gap, determiner),
            ("lost", 2.9, "2", "은행에 가다 → 은행에가다", gap, lost),
            ("added", 0.47, "2", "있었다 → 있 었다", syllable, added, True),
            ("moved", 0.32, "2", "은행에 가다 → 은행 에가다", gap, moved, True),
            ("run_together", 0.24, "2", "곧 집에 가 → 곧집에가", gap, run_together, False, True),
            ("no_spaces", 0.08, "2", "나 곧 집에 가 → 나곧집에가", first_gap, no_spaces,
             False, True),
            ("permitted_auxiliary_joined", 0, "47", "해 보다 → 해보다", gap, auxiliary_joined),
            ("permitted_auxiliary_apart", 0, "47", "해보다 → 해 보다", syllable, auxiliary_apart),
            ("permitted_noun_joined", 0, "49·50", "머신 러닝 → 머신러닝", gap, noun_joined, True),
            ("permitted_noun_apart", 0, "49·50", "개발팀 → 개발 팀", syllable, noun_apart, True),
        )
    ),
)  # fmt: skip
