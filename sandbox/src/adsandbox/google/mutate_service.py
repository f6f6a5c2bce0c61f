"""The methods that write: `GoogleAdsService.Mutate`, and `Mutate…` of the services of one type."""

from __future__ import annotations

from typing import Any

from adsandbox.google.call import Call, Handler, method
from adsandbox.google.errors import error, tell_partial_failure
from adsandbox.google.messages import enum_name, service_message
from adsandbox.google.mutate import Done, Operation, mutate
from adsandbox.google.resources import ResourceType, message_of
from adsandbox.google.writable import TYPES, WRITABLE

_MIXED = "GoogleAdsService"
_WITHOUT_OWN_SERVICE = ("customer",)


@method(_MIXED, "Mutate", request="MutateGoogleAdsRequest", response="MutateGoogleAdsResponse")
def mutate_mixed(call: Call, request: Any) -> Any:
    """Operations on resources of any type, in their order."""
    operations = []
    for index, given in enumerate(request.mutate_operations):
        place = ("mutate_operations", index)
        chosen = given.WhichOneof("operation")
        if chosen is None:
            raise error("request_error", "OPERATION_REQUIRED", place)
        kind = TYPES.get(chosen.removesuffix("_operation"))
        if kind is None:
            code = "OPERATION_NOT_PERMITTED_FOR_CONTEXT"
            raise error("context_error", code, place, chosen)
        operations.append(Operation(kind, getattr(given, chosen), (place, chosen)))
    if not operations:
        raise error("request_error", "REQUIRED_FIELD_MISSING", "mutate_operations")
    done = mutate(call, operations, partial=request.partial_failure, validate_only=request.validate_only)
    response = service_message(_MIXED, "MutateGoogleAdsResponse")()
    _tell_partial_failure(response, done)
    if not request.validate_only:
        for entry in done:
            added = response.mutate_operation_responses.add()
            if not entry.problems:
                _fill(getattr(added, f"{entry.type.snake}_result"), entry, request)
    return response


def _of_one_type(kind: ResourceType, service: str, name: str) -> Handler:
    def handle(call: Call, request: Any) -> Any:
        """Operations on resources of one type, in their order."""
        operations = [
            Operation(kind, given, (("operations", index),)) for index, given in enumerate(request.operations)
        ]
        if not operations:
            raise error("request_error", "REQUIRED_FIELD_MISSING", "operations")
        done = mutate(call, operations, partial=request.partial_failure, validate_only=request.validate_only)
        response = service_message(service, f"{name}Response")()
        _tell_partial_failure(response, done)
        if not request.validate_only:
            for entry in done:
                added = response.results.add()
                if not entry.problems:
                    _fill(added, entry, request)
        return response

    return handle


def _fill(result: Any, entry: Done, request: Any) -> None:
    """Name the resource, and give it whole when that was asked for and it is still there."""
    result.resource_name = entry.resource_name
    asked = "response_content_type" in request.DESCRIPTOR.fields_by_name
    whole = asked and enum_name(request, "response_content_type") == "MUTABLE_RESOURCE"
    if whole and entry.node is not None and entry.type.snake in result.DESCRIPTOR.fields_by_name:
        getattr(result, entry.type.snake).CopyFrom(message_of(entry.type, entry.node))


def _tell_partial_failure(response: Any, done: list[Done]) -> None:
    tell_partial_failure(response, [problem for entry in done for problem in entry.problems])


def _enter_services() -> None:
    for kind in WRITABLE:
        if kind.snake in _WITHOUT_OWN_SERVICE:
            continue
        service = f"{kind.message}Service"
        name = f"Mutate{kind.collection[0].upper()}{kind.collection[1:]}"
        method(service, name)(_of_one_type(kind, service, name))


_enter_services()
