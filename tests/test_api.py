"""The public names: complete, sorted, importable, and cheap until one of them is used."""

import subprocess
import sys
import types

import pytest

import spellfix
from spellfix.errors import SpellfixError

HEAVY = ["numpy", "onnxruntime", "rapidfuzz", "sentencepiece", "torch", "transformers"]


def test_the_public_names_are_sorted_and_all_of_them_exist() -> None:
    assert spellfix.__all__ == sorted(spellfix.__all__)
    assert all(getattr(spellfix, name) is not None for name in spellfix.__all__)
    assert set(spellfix.__all__) <= set(dir(spellfix))


def test_a_star_import_gives_the_public_names() -> None:
    names: dict[str, object] = {}
    exec("from spellfix import *", names)
    assert set(spellfix.__all__) <= set(names)


def test_a_public_name_is_the_very_object_of_its_home() -> None:
    assert spellfix.SpellfixError is SpellfixError
    assert isinstance(spellfix.correct, types.FunctionType)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Korrektor'"):
        _ = spellfix.Korrektor


def test_importing_the_package_loads_no_library() -> None:
    code = f"import sys, spellfix; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_correcting_needs_nothing_of_the_training_extra() -> None:
    code = (
        "import sys, spellfix.corrector, spellfix.evaluation, spellfix.noise;"
        "print([name for name in ('torch', 'transformers', 'datasets') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
