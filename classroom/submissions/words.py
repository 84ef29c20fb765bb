"""How words are counted, on every screen and in every browser alike.

A word is a stretch without white space or long dashes that holds a letter or a digit: "U.S." and "well-known" are one,
"yes—no" two, a lone "–" or "🕊️" none. static/js/words.js says the same, and tests/submissions/word_cases.json holds both
to it.
"""

import re

BETWEEN = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2014\u2015"  # White_Space, — and ―
WORD = re.compile(rf"[^\W_][^{BETWEEN}]*")  # from its first letter or digit on


def count_words(text: str) -> int:
    """The number of words in a text of any length."""
    return len(WORD.findall(text))
