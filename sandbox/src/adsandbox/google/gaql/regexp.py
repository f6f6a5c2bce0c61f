"""Regular expressions of RE2's syntax, matched in linear time.

Python's own engine backtracks: one query with nested repetitions could hold up the whole market. This is
Thompson's construction (R. Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009): a
pattern becomes a program, and all its threads walk the text together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MAX_REPEAT = 1000
MAX_PROGRAM = 20_000
MAX_DEPTH = 200

Accepts = Callable[[str], bool]
Asserts = Callable[[str, int], bool]


class PatternError(ValueError):
    """The pattern is not of RE2's syntax, or too large."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One instruction: take a character, hold at a place, go to several others, or (none of these) match."""

    accepts: Accepts | None = None
    asserts: Asserts | None = None
    goes: tuple[int, ...] = ()


class Pattern:
    """A compiled pattern."""

    def __init__(self, text: str) -> None:
        self._program = [*_Parser(text).program(), _Step()]

    def matches(self, text: str) -> bool:
        """Whether the whole text is matched."""
        here = self._reached([0], text, 0)
        for place, character in enumerate(text):
            taken = [at + 1 for at in here if (take := self._program[at].accepts) and take(character)]
            if not taken:
                return False
            here = self._reached(taken, text, place + 1)
        return len(self._program) - 1 in here

    def _reached(self, starts: list[int], text: str, place: int) -> set[int]:
        """Where threads stand once they have gone as far as they can without taking a character."""
        seen: set[int] = set()
        waiting = list(starts)
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            step = self._program[at]
            if step.asserts and step.asserts(text, place):
                waiting.append(at + 1)
            waiting += [at + jump for jump in step.goes]
        return seen


_Code = list[_Step]


class _Parser:
    """Recursive descent over alternatives, sequences, repetitions and atoms; jumps are relative."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._depth = 0
        self._ignore_case = False
        self._dot_all = False
        self._multi_line = False

    def program(self) -> _Code:
        code = self._alternatives()
        if self._place < len(self._text):
            raise PatternError("unexpected )")
        return code

    def _peek(self) -> str:
        return self._text[self._place : self._place + 1]

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise PatternError("unexpected end")
        self._place += 1
        return character

    def _accept(self, text: str) -> bool:
        found = self._text.startswith(text, self._place)
        self._place += len(text) * found
        return found

    def _alternatives(self) -> _Code:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise PatternError("nested too deeply")
        branches = [self._sequence()]
        while self._accept("|"):
            branches.append(self._sequence())
        self._depth -= 1
        code = branches.pop()
        while branches:
            first = branches.pop()
            code = [
                _Step(goes=(1, len(first) + 2)), *first, _Step(goes=(len(code) + 1,)), *code
            ]  # fmt: skip
        return _sized(code)

    def _sequence(self) -> _Code:
        code: _Code = []
        while self._peek() and self._peek() not in "|)":
            code += self._repeated(self._atom())
            _sized(code)
        return code

    def _repeated(self, atom: _Code) -> _Code:
        code, repeats = atom, 0
        while bounds := self._bounds():
            repeats += 1
            if repeats > 1:
                raise PatternError("nested repetition operator")
            self._accept("?")
            code = _repeat(atom, *bounds)
        return code

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._accept(sign):
                return bounds
        counted = _COUNTED.match(self._text, self._place)
        if counted is None:
            return None
        self._place = counted.end()
        least = int(counted[1])
        most = least if counted[2] is None else int(counted[3]) if counted[3] else None
        if max(least, most or 0) > MAX_REPEAT or (most is not None and most < least):
            raise PatternError("bad repetition")
        return least, most

    def _atom(self) -> _Code:
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return [_Step(accepts=self._class())]
        if character == ".":
            return [_Step(accepts=_any if self._dot_all else _no_newline)]
        if character in "*+?":
            raise PatternError("nothing to repeat")
        if character == "^":
            return [_Step(asserts=_line_start if self._multi_line else _text_start)]
        if character == "$":
            return [_Step(asserts=_line_end if self._multi_line else _text_end)]
        if character == "\\":
            return self._escape()
        return [_Step(accepts=self._literal(character))]

    def _group(self) -> _Code:
        flags = (self._ignore_case, self._dot_all, self._multi_line)
        if named := _NAMED.match(self._text, self._place):
            self._place = named.end()
        elif self._accept("?") and self._flags():
            return []
        code = self._alternatives()
        if not self._accept(")"):
            raise PatternError("missing )")
        self._ignore_case, self._dot_all, self._multi_line = flags
        return code

    def _flags(self) -> bool:
        """Flags of a group, up to `:`; or, closed at once, of the rest of the group around it (True)."""
        on = True
        while (character := self._take()) not in ":)":
            if character == "-" and on:
                on = False
            elif character == "i":
                self._ignore_case = on
            elif character == "s":
                self._dot_all = on
            elif character == "m":
                self._multi_line = on
            elif character != "U":
                raise PatternError("unknown group")
        return character == ")"

    def _escape(self) -> _Code:
        character = self._take()
        if character in _ASSERTIONS:
            return [_Step(asserts=_ASSERTIONS[character])]
        if character == "Q":
            return self._quoted()
        return [_Step(accepts=self._escaped(character))]

    def _quoted(self) -> _Code:
        """Text up to \\E stands for itself; a repetition after it is of its last character only."""
        text, _, rest = self._text[self._place :].partition("\\E")
        self._text, self._place = re.escape(text) + rest, 0
        return self._atom() if text else []

    def _escaped(self, character: str) -> Accepts:
        if character in _CLASSES:
            return _CLASSES[character]
        return self._literal(self._escaped_character(character))

    def _escaped_character(self, character: str) -> str:
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character == "x":
            found = _HEX.match(self._text, self._place)
            if found is None or (code := int(found[1] or found[2], 16)) > 0x10FFFF:
                raise PatternError("bad \\x")
            self._place = found.end()
            return chr(code)
        if character.isalnum() or not character.isascii():
            raise PatternError(f"unknown escape \\{character}")
        return character

    def _literal(self, literal: str) -> Accepts:
        if self._ignore_case:
            folded = literal.casefold()
            return lambda character: character.casefold() == folded
        return lambda character: character == literal

    def _class(self) -> Accepts:
        inverted = self._accept("^")
        members: list[Accepts] = []
        while not members or self._peek() != "]":
            members.append(self._member())
        self._take()
        return lambda character: any(member(character) for member in members) != inverted

    def _member(self) -> Accepts:
        if posix := _POSIX.match(self._text, self._place):
            self._place = posix.end()
            if posix[2] not in _POSIX_CLASSES:
                raise PatternError("unknown class")
            known = _POSIX_CLASSES[posix[2]]
            return (lambda character: not known(character)) if posix[1] else known
        first = self._take()
        if first == "\\":
            escape = self._take()
            if escape in _CLASSES:
                return _CLASSES[escape]
            first = self._escaped_character(escape)
        if self._peek() != "-" or self._text[self._place + 1 : self._place + 2] in ("]", ""):
            return self._literal(first)
        self._take()
        last = self._take()
        if last == "\\":
            last = self._escaped_character(self._take())
        if last < first:
            raise PatternError("bad range")
        return self._range(first, last)

    def _range(self, first: str, last: str) -> Accepts:
        if not self._ignore_case:
            return lambda character: first <= character <= last
        return lambda character: any(
            first <= one <= last for one in (character, character.lower(), character.upper())
        )


def _sized(code: _Code) -> _Code:
    if len(code) > MAX_PROGRAM:
        raise PatternError("too large")
    return code


def _repeat(code: _Code, least: int, most: int | None) -> _Code:
    if len(code) * max(least, most or 1) > MAX_PROGRAM:
        raise PatternError("too large")
    size = len(code)
    if most is None:
        loop = [_Step(goes=(1, size + 2)), *code, _Step(goes=(-size - 1,))]
        return code * least + loop
    left = most - least
    optional = [
        step for number in range(left) for step in (_Step(goes=(1, (size + 1) * (left - number))), *code)
    ]
    return code * least + optional


def _any(character: str) -> bool:
    return True


def _no_newline(character: str) -> bool:
    return character != "\n"


def _text_start(text: str, place: int) -> bool:
    return place == 0


def _text_end(text: str, place: int) -> bool:
    return place == len(text)


def _line_start(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] == "\n"


def _line_end(text: str, place: int) -> bool:
    return place == len(text) or text[place] == "\n"


def _boundary(text: str, place: int) -> bool:
    before = place > 0 and _is_word(text[place - 1])
    after = place < len(text) and _is_word(text[place])
    return before != after


def _no_boundary(text: str, place: int) -> bool:
    return not _boundary(text, place)


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def _is_space(character: str) -> bool:
    return character in "\t\n\f\r "


_CLASSES: dict[str, Accepts] = {
    "d": _is_digit,
    "D": lambda character: not _is_digit(character),
    "w": _is_word,
    "W": lambda character: not _is_word(character),
    "s": _is_space,
    "S": lambda character: not _is_space(character),
}
_POSIX_CLASSES: dict[str, Accepts] = {
    "alnum": lambda character: character.isascii() and character.isalnum(),
    "alpha": lambda character: character.isascii() and character.isalpha(),
    "digit": _is_digit,
    "lower": lambda character: "a" <= character <= "z",
    "upper": lambda character: "A" <= character <= "Z",
    "punct": lambda character: (
        character.isascii() and character.isprintable() and not character.isalnum() and character != " "
    ),
    "space": lambda character: character in "\t\n\v\f\r ",
    "word": _is_word,
}
_ASSERTIONS: dict[str, Asserts] = {"A": _text_start, "z": _text_end, "b": _boundary, "B": _no_boundary}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_COUNTED = re.compile(r"\{([0-9]{1,5})(,([0-9]{1,5})?)?\}")
_NAMED = re.compile(r"\?P?<[A-Za-z_][A-Za-z0-9_]*>")
_POSIX = re.compile(r"\[:(\^?)([a-z]+):\]")
_HEX = re.compile(r"([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,8})\}")
