"""One tree of errors, catchable at every height."""

import pytest

from spellfix.errors import ConfigError, InputError, ModelError, SpellfixError


@pytest.mark.parametrize("error", [InputError, ConfigError, ModelError])
def test_every_error_is_a_spellfix_error(error: type[SpellfixError]) -> None:
    with pytest.raises(SpellfixError, match="what to do"):
        raise error("what to do")


def test_bad_values_are_value_errors_too_and_a_bad_model_is_not() -> None:
    assert issubclass(InputError, ValueError)
    assert issubclass(ConfigError, ValueError)
    assert not issubclass(ModelError, ValueError)
