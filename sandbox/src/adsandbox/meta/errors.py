"""Errors in Graph's own envelope."""

from __future__ import annotations

import secrets
from typing import Any


class GraphError(Exception):
    """What Graph answers instead of a result."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        subcode: int | None = None,
        kind: str = "OAuthException",
        status: int = 400,
        title: str | None = None,
        reason: str | None = None,
        transient: bool = False,
        blame: tuple[str, ...] = (),
        data: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.subcode = subcode
        self.kind = kind
        self.status = status
        self.title = title
        self.reason = reason
        self.transient = transient
        self.data = {**({"blame_field_specs": [[field] for field in blame]} if blame else {}), **(data or {})}

    def body(self) -> dict[str, Any]:
        """The JSON document of this error."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.data:
            error["error_data"] = self.data
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        error["is_transient"] = self.transient
        if self.title or self.reason:
            error["error_user_title"] = self.title or "Invalid parameter"
            error["error_user_msg"] = self.reason or self.message
        error["fbtrace_id"] = "A" + secrets.token_urlsafe(16)
        return {"error": error}


def invalid(
    reason: str, *, subcode: int | None = None, title: str = "Invalid parameter", blame: tuple[str, ...] = ()
) -> GraphError:
    """A rejected value: code 100, with the useful sentence in `error_user_msg` as Graph does it."""
    return GraphError(100, "Invalid parameter", subcode=subcode, title=title, reason=reason, blame=blame)


def bad_param(name: str, wanted: str) -> GraphError:
    """A parameter of the wrong form."""
    return GraphError(100, f"(#100) Param {name} must be {wanted}", blame=(name,))


def required(name: str) -> GraphError:
    """A missing parameter."""
    return GraphError(100, f"(#100) The parameter {name} is required.", blame=(name,))


def not_one_of(name: str, allowed: frozenset[str]) -> GraphError:
    """A value outside an enumeration."""
    return GraphError(
        100, f"(#100) Param {name} must be one of {{{', '.join(sorted(allowed))}}}", blame=(name,)
    )


def missing_object(method: str, object_id: str) -> GraphError:
    """The object is not there, or not for this token; Graph does not say which."""
    message = (
        f"Unsupported {method.lower()} request. Object with ID '{object_id}' does not exist, cannot be "
        "loaded due to missing permissions, or does not support this operation. Please read the Graph API "
        "documentation at https://developers.facebook.com/docs/graph-api"
    )
    return GraphError(100, message, subcode=33, kind="GraphMethodException")


def unknown_path(path: str) -> GraphError:
    """A path that leads to nothing."""
    return GraphError(2500, f"Unknown path components: /{path}")


def unknown_edge(edge: str, type_name: str) -> GraphError:
    """A connection that this kind of object has not."""
    return GraphError(100, f"(#100) Tried accessing nonexisting field ({edge}) on node type ({type_name})")


def no_permission(message: str) -> GraphError:
    """The token lacks a scope."""
    return GraphError(200, f"(#200) {message}", status=403)
