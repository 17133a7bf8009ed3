"""Whole sessions with the shipped model: over standard input and output where coming and going
matters."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from spellfix.corrector import Corrector
from spellfix.edits import Edit, apply
from spellfix.explanations import explain
from spellfix.pretrained import ModelDirectory
from spellfix.reading import Reader, Reading

from .conftest import ProcessClient, served

TYPO = "오늘 선셍님이 숙재를 했다."
UNSURE = "집에 가서 밥을 먹으면 되서 좋다. "
RIGHT = "오늘 선생님이 숙제를 했다."
URI = "file:///tmp/%EA%B8%80.txt"
OTHER = "file:///tmp/other.md"
VERSIONED = {"workspace": {"workspaceEdit": {"documentChanges": True}}}


LOOK = 10.0
"""Seconds between two looks of a server at the process of its client."""


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.from_pretrained()


@pytest.fixture(scope="module", autouse=True)
def bereft(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[ProcessClient, ProcessClient, float]]:
    """Two sessions from before all tests, so that nobody waits for a look: the client of one has
    died since, that of the other is nowhere here; and when that was."""
    folder = tmp_path_factory.mktemp("bereft")
    with served(folder) as orphan, served(folder) as stranger:
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as parent:
            orphan.start(processId=parent.pid)
            stranger.start(processId=(1 << 31) - 1)
            for client in (orphan, stranger):
                client.open(TYPO)
                assert len(client.diagnostics()) == 2
            assert orphan.process.poll() is None
        yield orphan, stranger, monotonic()


def at(line: int, start: int, end: int | None = None) -> dict:
    last = start if end is None else end
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": last}}


def where(diagnostics: list[dict]) -> list[dict]:
    return [each["range"] for each in diagnostics]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def span(line: int, text: str, edit: Edit) -> dict:
    return at(line, units(text[: edit.start]), units(text[: edit.end]))


def applied(text: str, edits: list[dict]) -> str:
    """`text`, of one kind of line break, with the edits of a code action made."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    for edit in sorted(edits, key=lambda each: str(each["range"]), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"]
        line = lines[start["line"]]
        new = edit["newText"].encode("utf-16-le")
        lines[start["line"]] = line[: start["character"] * 2] + new + line[end["character"] * 2 :]
    return "\n".join(line.decode("utf-16-le") for line in lines)


# -- what is wrong ---------------------------------------------------------------------------


def test_연_문서의_오타에_밑줄이_그어진다(alone, corrector) -> None:
    alone.start()
    alone.open(f"첫 줄이다.\n{TYPO}\n")
    diagnostics = alone.diagnostics()
    edits = corrector.correct(TYPO).edits
    assert [each.after for each in edits] == ["생", "제"]
    assert where(diagnostics) == [span(1, TYPO, edit) for edit in edits]
    assert diagnostics[0]["message"].startswith("'셍' → '생' (맞춤법)")
    assert {each["source"] for each in diagnostics} == {"spellfix"}
    assert [each["code"] for each in diagnostics] == [each.kind for each in edits]
    assert alone.leave() == 0


def test_messages_are_english_for_an_english_client(client, corrector) -> None:
    client.start(locale="en-GB")
    client.open(TYPO)
    edit = corrector.correct(TYPO).edits[0]
    why = explain(TYPO, edit).english
    assert client.diagnostics()[0]["message"] == f"'셍' → '생' (spelling): {why}"
    titles = [each["title"] for each in client.actions(at(0, 4))]
    assert titles[0] == "Replace '셍' by '생'"


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_이모지와_모든_줄_끝에서_자리가_맞다(client, corrector, break_) -> None:
    client.start()
    line = f"😀👩‍👧 {TYPO}"
    client.open(break_.join(["\u2028 한 줄 \x0b 이다", line, ""]))
    edits = corrector.correct(line).edits
    assert edits
    assert where(client.diagnostics()) == [span(1, line, edit) for edit in edits]


@pytest.mark.parametrize(
    ("encoding", "form", "size"), [("utf-8", "utf-8", 1), ("utf-32", "utf-32-le", 4)]
)
def test_columns_are_counted_as_agreed(client, corrector, encoding, form, size) -> None:
    able = client.start({"general": {"positionEncodings": [encoding, "utf-16"]}})
    assert able["positionEncoding"] == encoding
    line = f"😀 {TYPO}"
    client.open(line)
    for edit, found in zip(corrector.correct(line).edits, client.diagnostics(), strict=True):
        start = found["range"]["start"]["character"]
        assert start == len(line[: edit.start].encode(form)) // size


def test_a_missing_space_is_shown_with_its_neighbours(client, corrector) -> None:
    client.start()
    text = "이 문제는 내가 풀수 있다."
    (edit,) = corrector.correct(text).edits
    assert (edit.before, edit.after) == ("", " ")
    client.open(text)
    (found,) = client.diagnostics()
    assert found["range"] == at(0, edit.start - 1, edit.start + 1)
    assert found["message"].startswith("'풀수' → '풀 수' (띄어쓰기)")
    first = client.actions(found["range"])[0]
    assert applied(text, first["edit"]["changes"][URI]) == corrector.correct(text).text


def test_code_and_unknown_languages_are_left_alone(client) -> None:
    client.start()
    client.open(TYPO, uri="file:///a.py", language="python")
    client.open(f"```\n{TYPO}\n```\n{TYPO}\n", language="markdown")
    assert {each["start"]["line"] for each in where(client.diagnostics())} == {3}
    client.open(f"# {TYPO}\n{TYPO}\n# ---- >8 ----\n{TYPO}", uri=OTHER, language="git-commit")
    assert {each["start"]["line"] for each in where(client.diagnostics(uri=OTHER))} == {1}
    assert not any("a.py" in str(note) for note in client.notes)
    assert client.actions(at(0, 0, 99), uri="file:///a.py") == []


def test_HTML에서는_읽히는_글에만_밑줄이_그어진다(client) -> None:
    client.start()
    client.open(
        f"<title>{RIGHT}</title>\n<script>'{TYPO}'</script>\n<p title='{TYPO}'>"
        "오늘 선<b>셍</b>님이\n숙재를 <!-- 숙재를 --> 했다.\n",
        language="html",
    )
    assert where(client.diagnostics()) == [at(2, 34, 35), at(3, 1, 2)]


def test_밑줄은_고치는_까닭을_말한다(client, corrector) -> None:
    client.start()
    text = "그러면 안 되요."
    (edit,) = corrector.correct(text).edits
    client.open(f"첫 줄이다.\n- {text}", language="markdown")
    (found,) = client.diagnostics()
    why = explain(text, edit)
    assert "제35항" in why.korean
    assert found["message"] == f"'되' → '돼' (맞춤법): {why.korean}"


# -- typing ----------------------------------------------------------------------------------


def test_고치면_밑줄이_사라지고_다시_틀리면_돌아온다(client) -> None:
    client.start(options={"delayMs": 0})
    client.open(f"😀\r\n{TYPO}\r\n")
    assert len(client.diagnostics(1)) == 2
    client.change(2, {"range": at(1, 4, 5), "text": "생"}, {"range": at(1, 9, 10), "text": "제"})
    assert client.diagnostics(2) == []
    client.change(3, {"range": at(0, 2), "text": f"\r\n{TYPO}"})
    assert {each["start"]["line"] for each in where(client.diagnostics(3))} == {1}
    client.change(4, {"text": RIGHT})
    assert client.diagnostics(4) == []
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert client.diagnostics(None) == []


def test_only_the_last_of_many_quick_changes_is_checked(client) -> None:
    client.start(options={"delayMs": 500})
    client.open("")
    for version in range(2, 30):
        text = TYPO[version - 2 : version - 1]
        client.change(version, {"range": at(0, version - 2), "text": text})
    assert len(client.diagnostics(29)) == 2
    reported = [n["params"]["version"] for n in client.notes if "publish" in n.get("method", "")]
    assert reported in ([], [1])


def test_half_a_character_does_no_harm(client) -> None:
    client.start(options={"delayMs": 0})
    client.open(f"\ud83d {TYPO}")
    assert where(client.diagnostics(1))[0] == at(0, 6, 7)
    client.change(2, {"range": at(0, 1), "text": "\ude00"})
    assert where(client.diagnostics(2))[0] == at(0, 7, 8)
    client.change(3, {"range": at(0, 1), "text": "x"})
    assert where(client.diagnostics(3))[0] == at(0, 8, 9)
    assert client.leave() == 0


# -- what to do about it ---------------------------------------------------------------------


def test_첫째_행동은_그_오타를_고친다(client) -> None:
    client.start(VERSIONED)
    client.open(f"😀 {TYPO}")
    found = client.diagnostics()[0]
    first = client.actions(found["range"])[0]
    assert first["isPreferred"]
    assert first["kind"] == "quickfix"
    assert first["diagnostics"] == [found]
    (change,) = first["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": URI, "version": 1}
    assert applied(f"😀 {TYPO}", change["edits"]) == f"😀 {TYPO}".replace("셍", "생")


@pytest.mark.parametrize("text", [UNSURE, TYPO, "그러면 안 되요.", "몇일 동안 힘들었다."])
def test_믿을_만한_다른_후보는_첫째_아래에_온다(client, corrector, text) -> None:
    edit = corrector.correct(text).edits[0]
    likely = [each for each in corrector.alternatives(text, edit) if each.confidence >= 0.01]
    client.start()
    client.open(f"첫 줄이다.\n😀\n{text}")
    found = client.diagnostics()[0]
    first, *others = client.actions(found["range"], only=["quickfix"])
    others = [each for each in others if "command" not in each]
    assert first["isPreferred"]
    assert not any("isPreferred" in each for each in others)
    assert all(each["title"].endswith("로 바꾸기") for each in others)
    assert [each["diagnostics"] for each in others] == [[found]] * len(others)
    made = [applied(f"\n\n{text}", each["edit"]["changes"][URI])[2:] for each in others]
    assert made == [apply(text, [each]) for each in likely]


def test_a_long_document_is_not_read_again_for_its_actions(
    client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    reading = Reader.read

    def told(reader: Reader, sentences: Iterable[str]) -> dict[str, Reading]:
        given = list(sentences)
        read.extend(given)
        return reading(reader, given)

    monkeypatch.setattr(Reader, "read", told)
    client.start()
    client.open("\n".join([UNSURE * 40, *[f"{number} {UNSURE}" for number in range(300)]]))
    while client.diagnostics()[-1]["range"]["start"]["line"] < 300:
        pass
    assert len(read) == 340
    read.clear()
    for where_ in (at(0, len(UNSURE) * 39, len(UNSURE) * 40), at(5, 0, 99), at(0, 0, 9999)):
        assert client.actions(where_, only=["quickfix"])
    assert len(read) < 10  # what is asked about, not the 40 sentences of the first line


def test_a_document_that_changed_meanwhile_gets_no_actions_of_old(client) -> None:
    client.start(options={"delayMs": 0})
    client.open(f"{RIGHT}\n{UNSURE}")
    client.diagnostics()
    params = {
        "textDocument": {"uri": URI}, "range": at(1, 0, 99), "context": {"diagnostics": []}
    }  # fmt: skip
    client.send({"id": "old", "method": "textDocument/codeAction", "params": params})
    client.change(2, {"range": {**at(0, 0), "end": at(1, 0)["end"]}, "text": ""})
    client.diagnostics(2)
    old = client.next(lambda each: each.get("id") == "old")["result"]
    assert old == []
    assert client.actions(at(0, 0, 99), only=["quickfix"])


def test_한_번에_모두_고친다(client) -> None:
    client.start()
    text = f"{TYPO}\n\n{RIGHT} {TYPO}"
    client.open(text)
    (action,) = client.actions(at(0, 0), only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.spellfix"
    assert applied(text, action["edit"]["changes"][URI]) == f"{RIGHT}\n\n{RIGHT} {RIGHT}"
    assert client.actions(at(1, 0), only=["quickfix"]) == []
    assert client.actions(at(0, 0), only=["refactor"]) == []


def test_사전에_넣은_말은_모든_문서에서_밑줄이_없다(client, tmp_path: Path) -> None:
    file = tmp_path / "말" / "사전.txt"
    client.start(options={"dictionary": str(file)})
    client.open(TYPO)
    client.open(TYPO, uri=OTHER, language="markdown")
    assert len(client.diagnostics(uri=OTHER)) == len(client.diagnostics()) == 2
    add = next(each for each in client.actions(at(0, 4, 5)) if "사전" in each["title"])
    assert add["title"] == "'선셍님' 사전에 추가"
    client.run(add)
    for uri in (URI, OTHER):
        assert where(client.diagnostics(uri=uri)) == [at(0, 9, 10)]
    assert file.read_text(encoding="utf-8") == "선셍님\n"


def test_a_dictionary_that_was_changed_elsewhere_is_read_again(client, tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    client.start(options={"dictionary": str(file)})
    client.open(TYPO)
    assert len(client.diagnostics()) == 2
    file.write_text("선셍님\n숙재\n", encoding="utf-8")
    client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    assert client.diagnostics() == []


def test_무시한_말은_그_문서에서만_밑줄이_없다(client) -> None:
    client.start()
    client.open(f"{TYPO}\n{TYPO}")
    client.open(TYPO, uri=OTHER)
    assert len(client.diagnostics()) == 4
    assert len(client.diagnostics(uri=OTHER)) == 2
    ignore = next(each for each in client.actions(at(0, 4)) if "무시" in each["title"])
    client.run(ignore)
    assert where(client.diagnostics()) == [at(0, 9, 10), at(1, 9, 10)]
    assert len(client.actions(at(0, 4), uri=OTHER)) > 1


# -- settings --------------------------------------------------------------------------------


def test_settings_take_effect_at_once(client) -> None:
    client.start(options={"minConfidence": 1})
    client.open(TYPO)
    assert client.diagnostics() == []
    new = {"spellfix": {"minConfidence": 0}}
    client.notify("workspace/didChangeConfiguration", {"settings": new})
    assert len(client.diagnostics()) == 2
    client.notify("workspace/didChangeConfiguration", {"settings": {"kinds": ["spacing"]}})
    assert client.diagnostics() == []


def test_the_model_is_read_once_whatever_else_is_set(client, tmp_path: Path) -> None:
    model, file = tmp_path / "model", tmp_path / "terms.txt"
    shutil.copytree(ModelDirectory.open(None).path, model)
    client.start(options={"model": str(model), "dictionary": str(file)})
    client.open(TYPO)
    assert len(client.diagnostics()) == 2
    shutil.rmtree(model)
    for sure, found in ((1, 0), (None, 2)):
        new = {"spellfix": {"minConfidence": sure}}
        client.notify("workspace/didChangeConfiguration", {"settings": new})
        assert len(client.diagnostics()) == found
    file.write_text("선셍님\n", encoding="utf-8")
    client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    assert where(client.diagnostics()) == [at(0, 9, 10)]


def test_a_client_that_keeps_its_settings_is_asked_for_them(client) -> None:
    client.start({"workspace": {"configuration": True}})
    asked = client.next(lambda each: each.get("method") == "workspace/configuration")
    assert asked["params"]["items"] == [{"section": "spellfix"}]
    client.send({"id": asked["id"], "result": [{"kinds": ["spacing"], "trace": {"server": "off"}}]})
    client.open(TYPO)
    assert client.diagnostics() == []
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    asked = client.next(lambda each: each.get("method") == "workspace/configuration")
    client.send({"id": asked["id"], "result": [None]})
    assert len(client.diagnostics()) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"minConfidence": "높게"},
            "minConfidence: 0에서 1 사이의 수 / expected a number from 0 to 1",
        ),
        ({"delayMs": True}, "delayMs: 0에서 60000 사이의 밀리초"),
        ({"kinds": ["spelling", "grammar"]}, "kinds: 다음 가운데 몇 가지의 목록"),
        ({"kinds": [["spelling"]]}, "kinds: 다음 가운데 몇 가지의 목록"),
        ({"maxDocumentBytes": 1.5}, "maxDocumentBytes: 0 이상의 정수"),
        ({"dictionary": 7}, "dictionary: 경로 / expected a path, got 7"),
        ({"minConfidance": 0.5}, "minConfidance: 모르는 설정입니다"),
        (["fast"], "spellfix: 객체 / expected an object, got ['fast']"),
    ],
)
def test_a_wrong_setting_is_named_and_the_rest_works(client, options, said) -> None:
    client.start(options=options)
    assert client.message().startswith(said)
    client.open(TYPO)
    assert len(client.diagnostics()) == 2


def test_a_model_that_is_missing_is_named_once_and_can_be_mended(client, tmp_path: Path) -> None:
    client.start(options={"delayMs": 0})
    wrong = {"spellfix": {"model": str(tmp_path / "none")}}
    client.notify("workspace/didChangeConfiguration", {"settings": wrong})
    client.open(TYPO)
    assert str(tmp_path / "none") in client.message()
    assert client.diagnostics() == []
    client.change(2, {"range": at(0, 0), "text": " "})
    assert client.diagnostics(2) == []
    assert client.notes == []
    client.notify("workspace/didChangeConfiguration", {"settings": {"spellfix": {}}})
    assert where(client.diagnostics(2)) == [at(0, 5, 6), at(0, 10, 11)]


def test_a_document_that_is_too_large_is_not_checked(client) -> None:
    client.start(options={"maxDocumentBytes": 30})
    client.open(TYPO)
    assert client.message() == "문서가 커서 검사하지 않습니다: 37바이트, maxDocumentBytes 30"
    assert client.diagnostics() == []


# -- coming and going ------------------------------------------------------------------------


def test_a_client_that_leaves_without_goodbye_is_told_apart(alone) -> None:
    alone.start()
    alone.open(TYPO * 2000)
    alone.process.stdin.close()
    assert alone.process.wait(60) == 1


def test_a_client_that_dies_takes_the_server_along(bereft) -> None:
    orphan, _, died = bereft
    assert orphan.process.wait(max(0.0, died + 3 * LOOK - monotonic())) == 1
    assert not orphan.process.stdin.closed


def test_a_client_that_is_nowhere_here_is_served(bereft) -> None:
    _, stranger, begun = bereft
    sleep(max(0.0, begun + 1.2 * LOOK - monotonic()))
    stranger.change(2, {"text": f"{TYPO}\n{TYPO}"})
    assert len(stranger.diagnostics(2)) == 4
    assert stranger.leave() == 0


def test_nothing_of_the_text_is_written_anywhere_else(alone) -> None:
    alone.start()
    alone.open(TYPO)
    alone.diagnostics()
    broken = {"uri": URI, "languageId": TYPO, "version": "one", "text": 7}
    alone.notify("textDocument/didOpen", {"textDocument": broken})
    alone.send(f'{{"jsonrpc": "2.0", "method": "{TYPO}"'.encode())
    alone.message()
    alone.message()
    assert alone.leave() == 0
    assert "선셍님" not in alone.process.stderr.read().decode()
    assert not any("선셍님" in str(note) for note in alone.notes)


def test_a_long_document_is_shown_as_it_becomes_known(client) -> None:
    client.start(options={"delayMs": 0})
    lines = [f"{number}번째로 {TYPO}" for number in range(1500)]
    client.open("\n".join(lines))
    first = client.diagnostics()
    assert 0 < len(first) < 3000
    middle = where(first)[-1]["start"]["line"] + 500
    client.change(2, {"range": at(middle, 0), "text": "아 "})
    found = [each["start"]["line"] for each in where(client.diagnostics(2))]
    assert middle in found
    assert client.leave() == 0
