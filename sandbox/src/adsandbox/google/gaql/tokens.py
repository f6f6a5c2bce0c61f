"""The words, numbers, strings and symbols that a query is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from adsandbox.google.gaql.errors import QueryError


class TokenKind(Enum):
    """What a token is; END stands after the last one."""

    WORD = "word"
    NUMBER = "number"
    STRING = "string"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; of a string the text within its quotes, escapes read."""

    kind: TokenKind
    text: str

    def is_word(self, word: str) -> bool:
        """Whether it is this keyword, in any case."""
        return self.kind is TokenKind.WORD and self.text.upper() == word


_SPACE = re.compile(r"\s+", re.ASCII)
_RUN = re.compile(r"-?[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.]*")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SYMBOL = re.compile(r"!=|<=|>=|[=<>(),]")
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
WRITTEN_ESCAPES = {character: f"\\{name}" for name, character in _ESCAPES.items() if name != "'"}
END = Token(TokenKind.END, "")


def tokens_of(text: str) -> list[Token]:
    """Cut a query into tokens.

    Raises:
        QueryError: something in it is no token.
    """
    tokens, place = [], 0
    while place < len(text):
        if space := _SPACE.match(text, place):
            place = space.end()
        elif text[place] in "'\"":
            value, place = _string(text, place)
            tokens.append(Token(TokenKind.STRING, value))
        elif symbol := _SYMBOL.match(text, place):
            tokens.append(Token(TokenKind.SYMBOL, symbol.group()))
            place = symbol.end()
        elif run := _RUN.match(text, place):
            tokens.append(_number_or_word(run.group()))
            place = run.end()
        elif not text[place].isascii():
            raise QueryError(
                "BAD_SYMBOL", f"Symbol {text[place]!r} may stand only within quotes.", text[place]
            )
        else:
            raise unexpected_input(text[place])
    return tokens


def _number_or_word(run: str) -> Token:
    if _NUMBER.fullmatch(run):
        return Token(TokenKind.NUMBER, run)
    if _WORD.fullmatch(run):
        return Token(TokenKind.WORD, run)
    if run[0].isdigit() or run[0] == "-":
        raise QueryError("BAD_NUMBER", f"{run} is not a number; strings and dates need quotes.", run)
    raise unexpected_input(run)


def _string(text: str, place: int) -> tuple[str, int]:
    quote, start = text[place], place
    pieces: list[str] = []
    place += 1
    while place < len(text):
        character = text[place]
        if character == quote:
            return "".join(pieces), place + 1
        if character in "\r\n":
            raise QueryError(
                "PROHIBITED_NEWLINE_IN_STRING", "A string must end on its line.", text[start:place]
            )
        if character == "\\":
            place += 1
            escaped = text[place : place + 1]
            if escaped and escaped not in _ESCAPES:
                raise QueryError("BAD_ESCAPE_SEQUENCE", f"\\{escaped} is no escape sequence.", f"\\{escaped}")
            character = _ESCAPES.get(escaped, "")
        pieces.append(character)
        place += 1
    raise QueryError("STRING_NOT_TERMINATED", "A string has no closing quote.", text[start:])


def unexpected_input(trigger: str) -> QueryError:
    """The error for what stands where it may not."""
    return QueryError("UNEXPECTED_INPUT", f"Error in query: unexpected input {trigger}.", trigger)
