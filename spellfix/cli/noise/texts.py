"""The words of the noise report, Korean and English side by side; knows no number and no HTML."""

from collections.abc import Mapping

from spellfix.report.words import Words

OPERATIONS: Mapping[str, Words] = {
    "space_lost": ("빈칸 빠짐", "space lost"),
    "space_added": ("빈칸 더해짐", "space added"),
    "space_moved": ("빈칸 옮겨짐", "space moved"),
    "lead_substituted": ("초성 바뀜", "lead substituted"),
    "vowel_substituted": ("중성 바뀜", "vowel substituted"),
    "tail_substituted": ("종성 바뀜", "tail substituted"),
    "lead_added": ("초성 더해짐", "lead added"),
    "vowel_added": ("중성 더해짐", "vowel added"),
    "tail_added": ("종성 더해짐", "tail added"),
    "lead_lost": ("초성 빠짐", "lead lost"),
    "vowel_lost": ("중성 빠짐", "vowel lost"),
    "tail_lost": ("종성 빠짐", "tail lost"),
    "syllable_added": ("음절 더해짐", "syllables added"),
    "syllable_lost": ("음절 빠짐", "syllables lost"),
    "jamo_moved": ("자모 자리 바뀜", "jamo moved"),
    "jamo_alone": ("낱자모 남음", "jamo left alone"),
    "several_jamo": ("여러 자모 바뀜", "several jamo"),
    "other_characters": ("한글 아닌 글자", "other characters"),
}

TEXTS: Mapping[str, Words] = {
    "title": ("오타 생성 보고서", "Noise report"),
    "lead": (
        "깨끗한 글에 어떤 오타를 얼마나 냈는지, 낸 그대로 셌습니다.",
        "What the noise function did to clean text, counted as it was done.",
    ),
    "file": ("파일", "file"),
    "seed": ("시드", "seed"),
    "texts": ("글", "texts"),
    "changed": ("오타가 난 글", "texts changed"),
    "edits": ("오타", "edits"),
    "mean": ("글 하나에 오타", "edits a text, mean"),
    "coverage": ("낼 수 있는 실제 오타", "real edits covered"),
    "recipe": ("쓴 레시피 (TOML)", "The recipe used (TOML)"),
    "download": ("recipe.toml 내려받기", "Download recipe.toml"),
    "samples": ("보기", "Samples"),
    "samples_note": (
        "종류마다 {n}개까지, 규칙을 돌아가며 아무렇게나 뽑았습니다. 칠한 곳이 오타, 바로 뒤 작은 "
        "글씨가 바른 글입니다. ␣는 빈칸, ‸는 빠진 자리입니다.",
        "Up to {n} of each kind, at random, its rules in turn. Marked: the typo; small, behind it: "
        "the right text. ␣ is a space, ‸ a place where something is missing.",
    ),
    "no_samples": ("오타가 난 글이 없습니다.", "No text was changed."),
    "line": ("{n}번째 줄", "line {n}"),
    "typo": ("오타", "typo"),
    "right": ("바른 글", "right"),
    "row": ("표의 줄", "table row"),
    "by_kind": ("종류", "Kind"),
    "by_rule": ("규칙", "Rule"),
    "all": ("모두", "all"),
    "shown": ("보임", "shown"),
    "counts": ("분포", "Distributions"),
    "per_text": ("글 하나의 오타 수", "Edits per text"),
    "per_text_note": ("글 {n}개", "n = {n} texts"),
    "positions": ("글 안의 자리", "Position in the text"),
    "positions_note": ("앞(0 %)에서 끝(100 %)까지, 오타 {n}개", "start to end, n = {n} edits"),
    "kinds": ("종류", "Kinds"),
    "rules": ("규칙", "Rules"),
    "asked_note": (
        "진한 막대는 난 몫(오타 {n}개), 옅은 막대는 레시피이 시도하라고 한 몫. 자리를 드물게 찾는 "
        "규칙은 시도보다 덜 납니다.",
        "Solid: share produced (n = {n} edits). Pale: share of the tries that the recipe asks for. "
        "A rule that seldom finds a place produces less than it is tried.",
    ),
    "rules_of_kind": (
        "규칙 {rules}개, 오타 {n}개 ({share})",
        "{rules} rules, {n} edits ({share})",
    ),
    "name": ("이름", "name"),
    "produced": ("난 몫", "produced"),
    "asked": ("시도", "asked"),
    "real": ("실제 오타와 견줌", "Against real errors"),
    "real_note": (
        "낸 오타도 실제 오타도 바깥에서 같은 방법(글과 글의 정렬)으로 보고 셌습니다. 그래서 위의 "
        "종류별 수와 다를 수 있습니다.",
        "Synthetic and real pairs are judged from outside in the same way, by alignment; so counts "
        "may differ from those above.",
    ),
    "synthetic": ("낸 오타", "synthetic"),
    "observed": ("실제 오타", "real"),
    "n_edits": ("오타 {n}개", "n = {n} edits"),
    "share": ("몫", "share"),
    "distances": ("분포 사이의 거리", "Distances"),
    "distances_note": (
        "총변동 거리: 0이면 같고 1이면 겹치지 않습니다. ‘우연’은 두 쪽이 같은 분포여도 이 n에서 "
        "나오는 거리입니다.",
        "Total variation: 0 equal, 1 disjoint. “By chance”: what sampling alone makes here.",
    ),
    "distance": ("거리", "distance"),
    "by_chance": ("우연", "by chance"),
    "operations": ("자모로 본 오타", "Operations on jamo"),
    "confusions": ("잦은 혼동 20", "The 20 most frequent confusions"),
    "all_confusions": ("모든 혼동", "all confusions"),
    "confusions_note": (
        "바른 글 → 오타. -ㄴ은 종성, ␣는 빈칸, ∅는 없음.",
        "right → typo. -ㄴ is a final consonant, ␣ a space, ∅ nothing.",
    ),
    "coverage_title": ("규칙이 낼 수 있는 실제 오타", "Coverage of real edits"),
    "coverage_note": (
        "실제 오타 하나하나를 규칙이 똑같이 낼 수 있는지 봤습니다.",
        "Whether the rules can produce each real edit, exactly.",
    ),
    "covered": ("낼 수 있음", "covered"),
    "uncovered": ("낼 수 없는 것 {n}개", "{n} not covered"),
    "total": ("모두", "all"),
}
