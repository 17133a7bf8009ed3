"""Inputs that broke a target, each as small as it gets, with what was wrong; replayed for ever."""

from collections.abc import Mapping

FOUND: Mapping[str, tuple[bytes, ...]] = {}
