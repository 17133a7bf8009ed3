"""Clean Korean text to typo pairs; knows no model and no torch."""
