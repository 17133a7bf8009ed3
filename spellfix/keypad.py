"""The pad of a telephone, four rows of three keys: which keys touch. Knows no letters."""


def touching(pad: tuple[str, ...], key: str) -> str:
    """The keys of ``pad``, given as rows, that share an edge with ``key``; a space is no key.

    >>> touching(("123", "456", "789", " 0 "), "8")
    '5790'
    """
    places = {
        other: (row, column)
        for row, line in enumerate(pad)
        for column, other in enumerate(line)
        if other != " "
    }
    if key not in places:
        return ""
    row, column = places[key]
    return "".join(other for other, (r, c) in places.items() if abs(r - row) + abs(c - column) == 1)
