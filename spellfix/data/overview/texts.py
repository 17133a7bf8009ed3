"""The words of the page, Korean and English side by side; knows no number and no HTML."""

from collections.abc import Mapping

from spellfix.report.words import COMMON, TYPO_OUTCOMES, Words

SORTS: Mapping[str, Words] = {
    "texts": ("글", "texts"),
    "pairs": ("쌍", "pairs"),
    "reviews": ("검토한 글", "reviewed drafts"),
}
OUTCOMES: Mapping[str, Words] = {
    **TYPO_OUTCOMES,
    "kept": ("바른 글을 둠", "right, kept"),
    "overcorrected": ("바른 글을 고침", "right, touched"),
    "changed": ("고침", "changed"),
    "same": ("손대지 않음", "left alone"),
}
TEXTS: Mapping[str, Words] = {
    **COMMON,
    "title": ("자료 보고서", "Data report"),
    "lead": (
        "학습에 쓰기 전에 자료를 봅니다. 분포와 겹침은 모두에서 셌고, 모델의 결과는 뽑은 글에서 "
        "셌습니다.",
        "See the data before a model learns from it. Distributions and repeats are counted over "
        "all of it, predictions over a sample.",
    ),
    "model": ("모델", "model"),
    "items": ("글", "items"),
    "errors": ("오타가 있는 글", "with errors"),
    "right": ("틀리지 않은 글", "right"),
    "unlabelled": ("정답이 없는 글", "unlabelled"),
    "characters": ("글자", "characters"),
    "mean": ("글 하나에 {n}자", "{n} a text"),
    "repeats": ("겹친 글", "repeats"),
    "damaged": ("읽지 못한 것 {n}", "{n} could not be read"),
    "sources": ("무엇이 들어 있나", "What there is"),
    "source": ("파일", "file"),
    "sort": ("갈래", "holds"),
    "distributions": ("분포", "Distributions"),
    "lengths": ("길이 (글자)", "Length (characters)"),
    "of_items": ("글 {n}개 가운데", "of {n} items"),
    "per_text": ("글 하나의 오타 수", "Errors per text"),
    "of_labelled": ("정답이 있는 글 {n}개 가운데", "of {n} items with a target"),
    "domains": ("분야", "Domain"),
    "other": ("그 밖", "others"),
    "share": ("몫", "share"),
    "kinds": ("오타의 종류", "Kinds of errors"),
    "kinds_note": (
        "진한 막대: 정답이 말하는 오타 {n}개. 옅은 막대: 뽑은 글에서 모델이 한 수정 {m}개.",
        "Dark: {n} errors, by the targets. Pale: {m} edits that the model makes in the sample.",
    ),
    "wanted": ("정답", "targets"),
    "made": ("모델", "model"),
    "confidences": ("모델의 확신도", "Confidence of the model"),
    "confidences_note": (
        "뽑은 글에서 모델이 내놓은 수정 {n}개, 문턱 {threshold:.2f}. 문턱에 가까운 것이 많으면 "
        "모델이 모르는 글입니다.",
        "{n} edits proposed in the sample, threshold {threshold:.2f}. Many of them near the "
        "threshold: text that the model does not know.",
    ),
    "predictions": ("모델의 결과", "What the model makes of it"),
    "untouched": ("손대지 않은 글", "left alone"),
    "predictions_note": (
        "뽑은 글 {n}개에서. 대괄호는 95 % 구간. 이 자료로 학습했거나 문턱을 정했다면 성적이 "
        "아닙니다.",
        "On a sample of {n}. Brackets: 95 % intervals. No measure of a model that has learnt from "
        "this data.",
    ),
    "not_asked": ("모델에게 묻지 않았습니다.", "No model was asked."),
    "reviews": ("검토", "Reviews"),
    "kind": ("종류", "kind"),
    "accepted": ("받아들임", "accepted"),
    "rejected": ("물리침", "rejected"),
    "undecided": ("정하지 않음", "undecided"),
    "accepted_share": ("받아들인 몫", "share accepted"),
    "reviewer": ("검토자", "reviewer"),
    "drafts": ("글", "drafts"),
    "duplicates": ("겹침", "Repeats"),
    "exact": ("똑같은 글", "The same text"),
    "alike": ("글자가 같은 글", "The same letters"),
    "exact_note": (
        "앞의 글과 똑같은 글 {n}개. 학습에 두 번 들어가고, 나누면 시험에 샙니다.",
        "{n} texts that repeat an earlier one: learnt from twice, and leaked when you split.",
    ),
    "alike_note": (
        "띄어쓰기, 부호, 숫자만 다른 글까지 {n}개. 큰 묶음은 틀일 수 있습니다.",
        "{n} with those that differ in spaces, signs and numbers only. Large groups may be "
        "templates.",
    ),
    "contradictory": (
        "같은 글에 다른 정답이 있는 것: {n}개. spellfix data audit로 찾으십시오.",
        "Texts with contradicting targets: {n}. Find them with spellfix data audit.",
    ),
    "largest": ("가장 큰 묶음 {n}개", "The {n} largest groups"),
    "none": ("없습니다.", "None."),
    "samples": ("보기", "Samples"),
    "samples_note": (
        "분야마다 아무렇게나 뽑은 글. 줄을 그은 글자는 정답에서 빠진 것, 밑줄을 친 글자는 들어간 "
        "것입니다. ␣는 빈칸.",
        "At random, of each domain. Struck out: not in the target; underlined: put in. ␣ is a "
        "space.",
    ),
    "browse": ("하나씩 보기", "Item by item"),
    "browse_note": (
        "{all}개 가운데 뽑은 {n}개. 표시는 모델이 고친 것이고, 정답이 다르면 아래에 보입니다.",
        "{n} of {all}, drawn at random. Marked: what the model changes; the target stands below "
        "where it differs.",
    ),
    "script": (
        "글을 찾고 거르려면 자바스크립트가 있어야 합니다.",
        "Searching and filtering need JavaScript.",
    ),
    "domain": ("분야", "Domain"),
    "by_kind": ("종류", "Kind"),
    "order": ("차례", "Order"),
    "order_drawn": ("뽑은 대로", "as drawn"),
    "order_doubt": ("의심스러운 것부터", "most doubtful first"),
    "order_long": ("긴 것부터", "longest first"),
    "order_short": ("짧은 것부터", "shortest first"),
    "shown": ("찾음", "found"),
    "more": ("더 보기", "Show more"),
    "target": ("정답", "target"),
    "doubt": ("의심", "doubt"),
    "no_item": ("맞는 글이 없습니다.", "Nothing matches."),
}
