"""The noise function: clean Korean text becomes text with typos, and says what it did.

Imports only the ground floors; knows nothing about models.
"""

from spellfix.noise.noiser import Noiser
from spellfix.noise.noisy import NoiseEdit, Noisy
from spellfix.noise.recipe import Recipe

__all__ = ["NoiseEdit", "Noiser", "Noisy", "Recipe"]
