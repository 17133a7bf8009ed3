"""A domain is learnt by one process: several that torchrun started are told so."""

from pathlib import Path

import pytest

from spellfix.errors import ConfigError, ModelError
from spellfix.train.cli import _train
from spellfix.train.options import train_parser
from spellfix.train.world import Alone, World


class OneOfTwo(Alone):
    """What the first of two processes is asked before they have anything to say to each other."""

    world = World(rank=0, size=2)


def train(place: Path, *more: str) -> None:
    (place / "글").mkdir(exist_ok=True)
    (place / "글.txt").write_text("오늘은 알림장을 꼭 확인해 주세요.\n", encoding="utf-8")
    typed = ["--output", str(place / "model"), "--why", "모둠을 더 읽는다", *more]
    _train(train_parser().parse_args(typed), "spellfix train", OneOfTwo())


@pytest.mark.parametrize(
    "more",
    [
        ["--from", "default", "--data", "글.txt"],
        ["--from", "default", "--data", "글"],
        ["--from", "default", "--data", "글", "--heldout", "글.txt"],
    ],
)
def test_several_processes_are_refused_a_domain(tmp_path: Path, more: list[str]) -> None:
    named = [str(tmp_path / each) if each.startswith("글") else each for each in more]
    with pytest.raises(ConfigError) as refused:
        train(tmp_path, *named)
    assert "영역은 프로세스 하나로 배웁니다 / a domain is learnt by one process" in str(
        refused.value
    )
    assert "--data files with --heldout" in str(refused.value)
    assert not (tmp_path / "model").exists()


def test_what_is_no_domain_is_not_refused_for_that(tmp_path: Path) -> None:
    files = ["--data", str(tmp_path / "글.txt"), "--heldout", str(tmp_path / "글.txt")]
    with pytest.raises(ModelError, match="nowhere: expected a model"):
        train(tmp_path, *files, "--from", "default", "--average", str(tmp_path / "nowhere"))
