"""Lead forms of a page: made and listed with the page's own token."""

from __future__ import annotations

from typing import Any

from adsandbox.meta import writing
from adsandbox.meta.call import GRAPH, Call, Ref, edge
from adsandbox.meta.campaigns import local_time
from adsandbox.meta.errors import GraphError, bad_param, invalid, no_permission, required
from adsandbox.meta.listing import list_nodes
from adsandbox.world.nodes import Kind, Node

_STATUSES = frozenset({"ACTIVE", "ARCHIVED", "DRAFT"})
_QUESTION_TYPES = frozenset({
    "CITY", "COMPANY_NAME", "COUNTRY", "CUSTOM", "DATE_TIME", "DOB", "EMAIL", "FIRST_NAME", "FULL_NAME",
    "GENDER", "ID_CPF", "ID_CNPJ", "JOB_TITLE", "LAST_NAME", "MARITIAL_STATUS", "MILITARY_STATUS", "PHONE",
    "POST_CODE", "PROVINCE", "RELATIONSHIP_STATUS", "STATE", "STORE_LOOKUP", "STREET_ADDRESS", "WEBSITE",
    "WORK_EMAIL", "WORK_PHONE_NUMBER", "ZIP",
})  # fmt: skip
_KEPT_DOCUMENTS = ("context_card", "custom_disclaimer", "thank_you_page", "tracking_parameters")
_KEPT_TEXTS = ("follow_up_action_url", "question_page_custom_headline")


@edge(Kind.PAGE, "leadgen_forms")
def list_forms(call: Call, page: Node) -> dict[str, Any]:
    """The page's lead forms, the newest first."""
    _need_page_token(call, page)
    _need_permission(call)
    return list_nodes(call, call.world.store.nodes(Kind.LEAD_FORM, parent_id=page.id)[::-1])


@edge(Kind.PAGE, "leadgen_forms", "POST")
def create_form(call: Call, page: Node) -> dict[str, Any]:
    """Make a lead form; it cannot be edited afterwards."""
    _need_page_token(call, page)
    _need_permission(call)
    name = call.params.required_text("name")
    if any(form.name == name for form in call.world.store.nodes(Kind.LEAD_FORM, parent_id=page.id)):
        raise invalid(
            "The page already has a form of this name. Choose another one.",
            subcode=1892182,
            title="Form Name Taken",
            blame=("name",),
        )
    fields: dict[str, Any] = {
        "name": name,
        "status": "ACTIVE",
        "locale": call.params.text("locale") or "EN_US",
        "questions": _questions(call),
        "privacy_policy": _privacy_policy(call),
    }
    for name in _KEPT_DOCUMENTS:
        if name in call.params:
            fields[name] = call.params.document(name, dict)
    for name in _KEPT_TEXTS:
        if name in call.params:
            fields[name] = call.params.text(name)
    form = call.world.new_node(Kind.LEAD_FORM, None, page.id, fields)
    form.account_id = page.account_id
    return {"id": writing.stored(call, form).id}


def update_form(call: Call, form: Node) -> dict[str, Any]:
    """Archive a form, or use it again."""
    page = call.node(form.parent_id, Kind.PAGE)
    _need_page_token(call, page)
    status = call.params.choice("status", _STATUSES)
    if status is None:
        raise required("status")
    writing.saved(call, form, writing.assign(form, {"status": status}))
    return {"success": True}


def check_form(call: Call, account: Node, form_id: Any) -> None:
    """Refuse a lead form that is not one of the account's pages, or has been archived."""
    form = call.world.store.node(str(form_id))
    wrong = form is None or form.kind is not Kind.LEAD_FORM or form.account_id != account.id
    if form is None or wrong or form.status != "ACTIVE":
        raise invalid(
            "The lead form does not exist, is archived, or belongs to a page that this ad account may not "
            "advertise for.",
            subcode=1892202,
            title="Lead Form Not Available",
            blame=("object_story_spec",),
        )


def _need_page_token(call: Call, page: Node) -> None:
    if call.token.page_id != page.id:
        raise GraphError(190, "(#190) This method must be called with a Page Access Token")


def _need_permission(call: Call) -> None:
    if "pages_manage_ads" not in call.token.scopes:
        raise no_permission("Requires pages_manage_ads permission to manage the object")


def _questions(call: Call) -> list[dict[str, Any]]:
    questions = call.params.document("questions", list)
    if not questions:
        raise required("questions")
    kept = []
    for number, question in enumerate(questions):
        kind = question.get("type") if isinstance(question, dict) else None
        if kind not in _QUESTION_TYPES or (kind == "CUSTOM" and not question.get("label")):
            raise bad_param(
                f"questions[{number}]",
                f"an object with type out of {{{', '.join(sorted(_QUESTION_TYPES))}}}; CUSTOM needs a label",
            )
        kept.append({"key": question.get("key") or str(kind).lower(), "id": f"{number + 1}", **question})
    return kept


def _privacy_policy(call: Call) -> dict[str, Any]:
    policy: dict[str, Any] | None = call.params.document("privacy_policy", dict)
    if not policy or not str(policy.get("url") or "").startswith(("http://", "https://")):
        raise invalid(
            "A lead form needs the address of a privacy policy (privacy_policy.url).",
            title="Privacy Policy Required",
            blame=("privacy_policy",),
        )
    return policy


def _kept(name: str) -> Any:
    return lambda call, node: node.fields.get(name)


GRAPH[Kind.LEAD_FORM].fields = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "status": lambda call, node: node.status,
    "locale": lambda call, node: node.fields["locale"],
    "questions": lambda call, node: node.fields["questions"],
    "privacy_policy_url": lambda call, node: node.fields["privacy_policy"]["url"],
    "page": lambda call, node: Ref(call.node(node.parent_id), ("name", "id")),
    "page_id": lambda call, node: node.parent_id,
    "created_time": lambda call, node: local_time(call, node, node.created),
    **{name: _kept(name) for name in ("context_card", "thank_you_page", "tracking_parameters", *_KEPT_TEXTS)},
}
GRAPH[Kind.LEAD_FORM].update = update_form
