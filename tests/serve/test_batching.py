"""Calls take turns, in portions, and there is room for so many and no more."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.corrector import Corrector
from spellfix.errors import ConfigError
from spellfix.judging import Judge
from spellfix.reading import Reading
from spellfix.serve.batching import Call, Limits, Overloaded, Queue
from spellfix.serve.speed import Speed

SENTENCE = "오늘은 숙제를 다 했다. "  # 13 code points, 12 of them the sentence


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Corrector.from_pretrained(threads=1).judge


def numbered(count: int) -> str:
    """A text of so many sentences of 14 code points, no two the same."""
    return "".join(f"{number:02}번은 숙제를 다 했다.\n" for number in range(count))


def queue(**limits: int) -> tuple[Queue, list[int]]:
    """A queue, and the numbers of calls that it tells."""
    told: list[int] = []
    return Queue(Limits(**limits), told.append), told


def turn(waiting: Queue) -> list[tuple[Call, list[str]]]:
    """What a thread reads next."""
    calls = waiting.take()
    for call in calls:
        call.plan()
    return waiting.cut(calls)


def answered(portions: Sequence[tuple[Call, Sequence[str]]]) -> None:
    """Portions are read as right, and whatever is finished is answered."""
    for call, portion in portions:
        if call.receive(portion, dict.fromkeys(portion, Reading())):
            call.succeed(call.conclude())


# -- turns -----------------------------------------------------------------------------------


def test_a_batch_is_of_all_calls_that_wait_until_it_is_full(judge: Judge) -> None:
    waiting, _ = queue(batch_characters=30)
    calls = [Call(judge, [SENTENCE]) for _ in range(4)]
    assert all(map(waiting.put, calls))
    assert [call for call, _ in turn(waiting)] == calls[:3]
    assert [call for call, _ in turn(waiting)] == calls[3:]


def test_of_one_call_each_where_batches_are_switched_off(judge: Judge) -> None:
    waiting, _ = queue(batch_characters=0)
    calls = [Call(judge, [SENTENCE]) for _ in range(3)]
    assert all(map(waiting.put, calls))
    assert [[call for call, _ in turn(waiting)] for _ in calls] == [[call] for call in calls]


def test_a_long_text_holds_up_a_short_one_by_one_portion(judge: Judge) -> None:
    waiting, _ = queue(batch_characters=20, portion_characters=28)
    long, short, other = Call(judge, [numbered(9)]), Call(judge, [SENTENCE]), Call(judge, ["글."])
    assert all(map(waiting.put, (long, short)))
    assert [(call, len(portion)) for call, portion in turn(waiting)] == [(long, 2)]
    assert waiting.put(other)
    turns = [[call for call, _ in turn(waiting)] for _ in range(4)]
    assert turns == [[short, long], [other, long], [long], [long]]


def test_every_sentence_is_read_once_however_often_it_stands_there(judge: Judge) -> None:
    waiting, _ = queue(portion_characters=14)
    text = numbered(3) + numbered(4)
    assert waiting.put(Call(judge, [text, text]))
    read = [sentence for _ in range(4) for _, portion in turn(waiting) for sentence in portion]
    assert read == numbered(4).splitlines()


def test_two_threads_that_are_idle_share_what_comes(judge: Judge) -> None:
    waiting, _ = queue()
    with ThreadPoolExecutor(2) as threads:
        turns = [threads.submit(turn, waiting) for _ in range(2)]
        while waiting._idle < 2:
            sleep(0.001)
        call = Call(judge, [numbered(4)])
        assert waiting.put(call)
        shares = [each.result(60) for each in turns]
    assert [[who for who, _ in share] for share in shares] == [[call], [call]]
    assert sorted(each for ((_, share),) in shares for each in share) == numbered(4).splitlines()
    assert [len(share) for ((_, share),) in shares] == [2, 2]


def test_a_call_with_nothing_to_read_is_answered_in_its_turn(judge: Judge) -> None:
    waiting, told = queue()
    calls = [Call(judge, []), Call(judge, ["", "\n"]), Call(judge, ["https://a.kr"])]
    assert all(map(waiting.put, calls))
    answered(turn(waiting))
    answers = [[each.text for each in call.answer.result(0)] for call in calls]
    assert answers == [[], ["", "\n"], ["https://a.kr"]]
    assert told == [1, 2, 3, 2, 1, 0]


# -- room ------------------------------------------------------------------------------------


def test_there_is_room_for_so_many_calls_and_characters(judge: Judge) -> None:
    waiting, told = queue(calls=3, characters=30)
    assert waiting.put(Call(judge, ["가" * 1000]))  # alone: else it could never be accepted
    assert not waiting.has_room
    assert not waiting.put(Call(judge, ["가"]))
    answered(turn(waiting))
    while waiting.characters:
        answered(turn(waiting))
    assert waiting.put(Call(judge, ["가" * 20]))
    assert not waiting.put(Call(judge, ["가" * 11]))
    assert waiting.put(Call(judge, ["가" * 10]))
    assert not waiting.has_room
    assert told == [1, 0, 1, 2]


def test_who_gives_up_leaves_at_once(judge: Judge) -> None:
    waiting, told = queue(calls=2, portion_characters=14)
    running, still = Call(judge, [numbered(5)]), Call(judge, [SENTENCE])
    assert waiting.put(running)
    portions = turn(waiting)
    assert waiting.put(still)
    assert not waiting.has_room
    assert running.answer.cancel()
    assert waiting.has_room
    assert still.answer.cancel()
    assert (waiting.characters, told) == (0, [1, 2, 1, 0])
    answered(portions)  # nobody is there to hear it
    last = Call(judge, ["글."])
    assert waiting.put(last)
    assert [call for call, _ in turn(waiting)] == [last]


def test_who_gives_up_between_two_steps_is_not_read(judge: Judge) -> None:
    waiting, _ = queue()
    call = Call(judge, [numbered(5)])
    assert waiting.put(call)
    calls = waiting.take()
    call.plan()
    call.answer.cancel()
    assert waiting.cut(calls) == []


def test_a_call_is_answered_once(judge: Judge) -> None:
    waiting, told = queue()
    call = Call(judge, [SENTENCE])
    assert waiting.put(call)
    call.fail(ValueError())
    call.fail(KeyError())
    call.succeed([])
    assert isinstance(call.answer.exception(0), ValueError)
    assert told == [1, 0]


def test_what_was_accepted_is_finished_after_closing(judge: Judge) -> None:
    waiting, _ = queue(portion_characters=14)
    call = Call(judge, [numbered(3)])
    assert waiting.put(call)
    waiting.close()
    assert not waiting.has_room
    assert not waiting.put(Call(judge, ["글."]))
    for _ in range(3):
        answered(turn(waiting))
    assert call.answer.done()
    assert waiting.take() == []


def test_many_threads_lose_no_call_and_wake_up(judge: Judge) -> None:
    waiting, told = queue(calls=1000, batch_characters=60, portion_characters=20)

    def work() -> None:
        while calls := waiting.take():
            for call in calls:
                call.plan()
            answered(waiting.cut(calls))

    def ask(number: int) -> bool:
        call = Call(judge, [numbered(number % 5)])
        assert waiting.put(call)
        if number % 3 == 0:
            return call.answer.cancel() or call.answer.done()
        return [each.text for each in call.answer.result(60)] == [numbered(number % 5)]

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    with ThreadPoolExecutor(8) as askers:
        assert all(askers.map(ask, range(400)))
    waiting.close()
    for worker in workers:
        worker.join(60)
    assert not any(worker.is_alive() for worker in workers)
    assert (waiting.characters, told[-1]) == (0, 0)


# -- when to come again ----------------------------------------------------------------------


def test_who_is_refused_is_told_when_the_rest_will_have_been_read() -> None:
    speed = Speed(threads=2)
    assert speed.retry_after(10**6) == 1  # nobody knows yet
    speed.note(1000, 1.0)
    assert speed.retry_after(0) == 1
    assert speed.retry_after(2000) == 1
    assert speed.retry_after(9000) == 5
    assert speed.retry_after(10**9) == 60


@given(st.floats(0.1, 5))
def test_the_speed_is_that_of_late(slower: float) -> None:
    speed = Speed(threads=1)
    for _ in range(10):
        speed.note(1000, 0.5)
    for _ in range(400):
        speed.note(1000, slower)
    assert speed.retry_after(10_000) == pytest.approx(10 * slower, abs=1)


def test_a_refusal_says_when_to_come_again() -> None:
    assert Overloaded(3).retry_after == 3
    assert "3 s" in str(Overloaded(3))


@pytest.mark.parametrize(
    "wrong",
    [{"calls": 0}, {"characters": 0}, {"batch_characters": -1}, {"portion_characters": 0}],
)
def test_limits_that_are_none_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        Limits(**wrong)
    with pytest.raises(ConfigError, match="timeout"):
        Limits(timeout=0)
