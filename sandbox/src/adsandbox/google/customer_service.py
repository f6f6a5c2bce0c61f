"""CustomerService: which accounts the caller was let into, new client accounts, and the customer itself."""

from __future__ import annotations

from typing import Any

from adsandbox.google.access import directly_accessible
from adsandbox.google.call import Call, method
from adsandbox.google.customers import add_customer, is_manager
from adsandbox.google.errors import error
from adsandbox.google.messages import enum_name, service_message
from adsandbox.google.mutate import Operation, mutate
from adsandbox.google.resources import Edit, ResourceType, message_of
from adsandbox.world.nodes import Kind

_SERVICE = "CustomerService"
_LONGEST_NAME = 255


def _check(edit: Edit) -> None:
    if len(edit.after.descriptive_name) > _LONGEST_NAME:
        edit.refuse("string_length_error", "TOO_LONG", "descriptive_name")


CUSTOMER = ResourceType(
    kind=Kind.CUSTOMER,
    message="Customer",
    collection="customers",
    fields=frozenset({
        "descriptive_name", "auto_tagging_enabled", "tracking_url_template", "final_url_suffix",
    }),
    check=_check,
    verbs=frozenset({"update"}),
)  # fmt: skip


@method(_SERVICE, "ListAccessibleCustomers")
def list_accessible_customers(call: Call, request: Any) -> Any:
    """Resource names of the customers that the person may enter directly."""
    names = [f"customers/{node.id}" for node in directly_accessible(call.world, call.token)]
    return service_message(_SERVICE, "ListAccessibleCustomersResponse")(resource_names=names)


@method(_SERVICE, "MutateCustomer")
def mutate_customer(call: Call, request: Any) -> Any:
    """Update the customer."""
    operation = Operation(CUSTOMER, request.operation, ("operation",))
    (done,) = mutate(call, [operation], partial=False, validate_only=request.validate_only)
    response = service_message(_SERVICE, "MutateCustomerResponse")()
    if not request.validate_only:
        response.result.resource_name = done.resource_name
        if enum_name(request, "response_content_type") == "MUTABLE_RESOURCE" and done.node is not None:
            response.result.customer.CopyFrom(message_of(CUSTOMER, done.node))
    return response


class _ValidatedError(Exception):
    """Raised to take back what was only to be validated."""


@method(_SERVICE, "CreateCustomerClient")
def create_customer_client(call: Call, request: Any) -> Any:
    """A new account under a manager."""
    if not is_manager(call.customer):
        raise error("customer_error", "CREATION_DENIED_INELIGIBLE_MCC", "customer_id")
    wanted = request.customer_client
    for field in ("descriptive_name", "currency_code", "time_zone"):
        if not getattr(wanted, field):
            raise error("field_error", "REQUIRED", "customer_client", field)
    response = service_message(_SERVICE, "CreateCustomerClientResponse")()
    try:
        with call.world.store.writing():
            made = add_customer(
                call.world, wanted.descriptive_name, call.customer, wanted.currency_code, wanted.time_zone
            )
            if request.validate_only:
                raise _ValidatedError
    except _ValidatedError:
        call.world.forget_trees()
        return response
    except ValueError:
        raise error("field_error", "INVALID_VALUE", "customer_client") from None
    response.resource_name = f"customers/{made.id}"
    return response
