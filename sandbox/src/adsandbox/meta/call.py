"""One call to the Graph as its handlers see it, and the table in which handlers are entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adsandbox.meta.errors import missing_object, no_permission
from adsandbox.meta.params import Params, Upload
from adsandbox.world.access import Token
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World

READ_SCOPES = ("ads_read", "ads_management")
VERSION = "v26.0"
LIVE_VERSIONS = (VERSION, "v25.0")


@dataclass(slots=True)
class Call:
    """A request after routing and authentication."""

    world: World
    token: Token
    method: str
    path: str
    params: Params
    base_url: str
    files: dict[str, Upload] = field(default_factory=dict)
    empty_page: bool = False
    asynchronous: bool = False

    @property
    def now(self) -> float:
        """The virtual instant."""
        return self.world.now()

    @property
    def validate_only(self) -> bool:
        """Whether the call only asks if it would be accepted."""
        return "validate_only" in self.params.names("execution_options")

    def with_params(self, values: dict[str, str]) -> Call:
        """The same call with other parameters, for nested fields."""
        return Call(self.world, self.token, self.method, self.path, Params(values), self.base_url)

    def node(self, node_id: str, kind: Kind | None = None) -> Node:
        """A node that this token may see.

        Raises:
            GraphError: 100/33 when there is none, it is of another kind, or not for this token.
        """
        node = self.world.store.node(node_id.removeprefix("act_"))
        if node is None or node.kind not in GRAPH or kind not in (None, node.kind) or not self.may_see(node):
            raise missing_object(self.method, node_id)
        return node

    def may_see(self, node: Node) -> bool:
        """Whether this token reaches the node's account."""
        if node.account_id:
            return self.token.allows_account(node.account_id)
        if node.kind is Kind.BUSINESS:
            accounts = self.world.store.nodes(Kind.ACCOUNT)
            mine = [a for a in accounts if node.id in (a.parent_id, *a.fields.get("agencies", ()))]
            return any(self.token.allows_account(account.id) for account in mine)
        if node.fields.get("role") == "system" and "business_management" in self.token.scopes:
            return True
        return node.id == self.token.user_id

    def account_of(self, node: Node) -> Node:
        """The ad account a node belongs to."""
        account = self.world.account(node.account_id)
        if account is None:
            raise missing_object(self.method, node.account_id)
        return account

    def accounts(self) -> list[Node]:
        """All ad accounts this token reaches."""
        return [node for node in self.world.store.nodes(Kind.ACCOUNT) if self.token.allows_account(node.id)]

    def need_read(self) -> None:
        """Refuse tokens that may not read ads."""
        if not any(scope in self.token.scopes for scope in READ_SCOPES):
            raise no_permission("Ad account owner has NOT grant ads_management or ads_read permission")

    def need_write(self) -> None:
        """Refuse tokens that may not change ads."""
        if "ads_management" not in self.token.scopes:
            raise no_permission("The user has not granted the ads_management permission")


Handler = Callable[[Call, Node], Any]
FieldReader = Callable[[Call, Node], Any]


@dataclass(frozen=True, slots=True)
class Ref:
    """A field whose value is another node; `defaults` are shown when no inner fields were asked for."""

    node: Node
    defaults: tuple[str, ...] = ("id",)


@dataclass(slots=True)
class NodeType:
    """What Graph knows about one kind of node."""

    name: str
    defaults: tuple[str, ...] = ("id",)
    fields: dict[str, FieldReader] = field(default_factory=dict)
    edges: dict[str, dict[str, Handler]] = field(default_factory=dict)
    update: Handler | None = None
    delete: Handler | None = None


GRAPH: dict[Kind, NodeType] = {
    Kind.ACCOUNT: NodeType("AdAccount", ("account_id", "id")),
    Kind.CAMPAIGN: NodeType("Campaign"),
    Kind.AD_SET: NodeType("AdSet"),
    Kind.AD: NodeType("Ad"),
    Kind.CREATIVE: NodeType("AdCreative"),
    Kind.IMAGE: NodeType("AdImage", ("hash", "id")),
    Kind.VIDEO: NodeType("AdVideo", ("updated_time", "id")),
    Kind.LABEL: NodeType("AdLabel", ("name", "id")),
    Kind.AUDIENCE: NodeType("CustomAudience"),
    Kind.LEAD_FORM: NodeType("LeadgenForm", ("id", "name", "status", "locale")),
    Kind.INSTAGRAM_USER: NodeType("IGUser"),
    Kind.PAGE: NodeType("Page", ("name", "id")),
    Kind.PIXEL: NodeType("AdsPixel"),
    Kind.BUSINESS: NodeType("Business", ("name", "id")),
    Kind.USER: NodeType("User", ("name", "id")),
    Kind.APP: NodeType("Application", ("link", "name", "id")),
    Kind.REPORT: NodeType("AdReportRun"),
    Kind.ASYNC_SET: NodeType("AdAsyncRequestSet", ("id", "owner_id", "name", "is_completed")),
    Kind.ASYNC_REQUEST: NodeType("AdAsyncRequest", ("id", "status")),
}


def edge(kind: Kind, name: str, method: str = "GET") -> Callable[[Handler], Handler]:
    """Enter a handler as the edge `name` of a kind of node."""

    def enter(handler: Handler) -> Handler:
        GRAPH[kind].edges.setdefault(name, {})[method] = handler
        return handler

    return enter
