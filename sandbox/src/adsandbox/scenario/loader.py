"""Read a scenario from TOML, refusing fields and shapes that mean nothing."""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from adsandbox.scenario.model import Scenario

_T = TypeVar("_T")


class ScenarioError(ValueError):
    """The scenario cannot be read; the message says where and why."""


def load_scenario(name_or_file: str) -> Scenario:
    """A scenario of the package by its name, or of a file by its path.

    Raises:
        ScenarioError: there is none of that name, or the file does not fit the documented form.
    """
    return read_scenario(scenario_text(name_or_file), name_or_file)


@lru_cache(maxsize=4)
def read_scenario(text: str, origin: str) -> Scenario:
    """Read the text of a scenario file; `origin` names it in errors."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{origin}: not TOML: {error}") from error
    return _build(Scenario, document, origin)


def available_scenarios() -> list[str]:
    """Names of the scenarios that come with the package."""
    folder = resources.files("adsandbox.scenario").joinpath("ready")
    return sorted(
        entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")
    )


def scenario_text(name_or_file: str) -> str:
    """The text of a scenario file, so that it can be kept with the market made from it."""
    path = Path(name_or_file)
    if path.suffix == ".toml":
        if not path.is_file():
            raise ScenarioError(f"There is no scenario file {name_or_file}.")
        return path.read_text(encoding="utf-8")
    if name_or_file not in available_scenarios():
        known = ", ".join(available_scenarios())
        raise ScenarioError(
            f"There is no scenario {name_or_file!r}. Ready ones: {known}; or give a .toml file."
        )
    ready = resources.files("adsandbox.scenario").joinpath("ready", f"{name_or_file}.toml")
    return ready.read_text(encoding="utf-8")


def _build(kind: type[_T], document: dict[str, Any], where: str) -> _T:
    hints = _hints(typing.cast(Any, kind))
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(document) - set(fields))
    if unknown:
        raise ScenarioError(f"{where}: unknown field {unknown[0]!r}; known: {', '.join(fields)}.")
    missing = [name for name, field in fields.items() if name not in document and _required(field)]
    if missing:
        raise ScenarioError(f"{where}: the field {missing[0]!r} is missing.")
    return kind(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in document.items()})


@cache
def _hints(kind: typing.Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _value(hint: Any, value: Any, where: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(next(part for part in arguments if part is not type(None)), value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise ScenarioError(f"{where}: a list is wanted.")
        if arguments[-1] is not Ellipsis and len(value) != len(arguments):
            raise ScenarioError(f"{where}: {len(arguments)} values are wanted.")
        return tuple(_value(arguments[0], item, f"{where}[{index}]") for index, item in enumerate(value))
    if origin is dict:
        if not isinstance(value, dict):
            raise ScenarioError(f"{where}: a table is wanted.")
        return value
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise ScenarioError(f"{where}: a table is wanted.")
        return _build(typing.cast(type, hint), value, where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise ScenarioError(f"{where}: a value of type {hint.__name__} is wanted.")
    return value
