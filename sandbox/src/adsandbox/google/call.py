"""One call of the Google Ads API as its handlers see it, and the table in which handlers are entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from adsandbox.google.messages import PACKAGE, service_message
from adsandbox.world.access import Token
from adsandbox.world.nodes import Node
from adsandbox.world.world import World


@dataclass(slots=True)
class Call:
    """A request after routing and authorisation.

    `of` is the customer of the request's `customer_id`, None for methods that take none; `login` the account
    of the header `login-customer-id`, None when it was not sent. `client` names who writes, as change events
    do (`client_type`). `request_id` is the one that the answer's metadata carry.
    """

    world: World
    token: Token
    of: Node | None = None
    login: Node | None = None
    client: str = "GOOGLE_ADS_API"
    request_id: str = ""

    @property
    def now(self) -> float:
        """The virtual instant, in seconds since 1970."""
        return self.world.now()

    @property
    def customer(self) -> Node:
        """The customer that is operated on (ten digits in `customer.id`)."""
        if self.of is None:
            raise LookupError("This method is about no customer.")
        return self.of


Handler = Callable[[Call, Any], Any]
StreamHandler = Callable[[Call, Any], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a service, with the names of its messages."""

    service: str
    name: str
    request: str
    response: str
    handler: Handler
    streams: bool = False

    @property
    def path(self) -> str:
        """The path in gRPC."""
        return f"/{PACKAGE}.services.{self.service}/{self.name}"

    def operations(self, request: Any) -> int:
        """How many operations of the daily quota a request costs: one for each of those that it lists."""
        names = request.DESCRIPTOR.fields_by_name
        listed = next((name for name in ("mutate_operations", "operations") if name in names), None)
        return max(1, len(getattr(request, listed))) if listed else 1

    def request_class(self) -> Any:
        """The raw class of its requests."""
        return service_message(self.service, self.request)


SERVICES: dict[tuple[str, str], Method] = {}


def method(service: str, name: str, **more: Any) -> Callable[[Handler], Handler]:
    """Enter a handler as a method of a service.

    The handler takes the call and the raw request, and gives the raw response; with `streams=True` it gives
    an iterator of responses. Requests and responses are called `{name}Request` and `{name}Response` unless
    `request` and `response` say otherwise. It refuses by raising `AdsError`.
    """

    def enter(handler: Handler) -> Handler:
        names = {"request": f"{name}Request", "response": f"{name}Response"} | more
        SERVICES[(service, name)] = Method(service, name, handler=handler, **names)
        return handler

    return enter
