"""CustomerService: which accounts the caller was let into, and new client accounts."""

from __future__ import annotations

from typing import Any

from adsandbox.google.access import directly_accessible
from adsandbox.google.call import Call, method
from adsandbox.google.messages import service_message

_SERVICE = "CustomerService"


@method(_SERVICE, "ListAccessibleCustomers")
def list_accessible_customers(call: Call, request: Any) -> Any:
    """Resource names of the customers that the person may enter directly."""
    names = [f"customers/{node.id}" for node in directly_accessible(call.world, call.token)]
    return service_message(_SERVICE, "ListAccessibleCustomersResponse")(resource_names=names)
