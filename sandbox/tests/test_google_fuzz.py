"""Bad input: whatever is sent over gRPC, the answer has the API's shape and the process lives.

`ADSANDBOX_FUZZ_CASES=10000 pytest tests/test_google_fuzz.py` sends more than the few of every run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random
from typing import Any

import grpc
import pytest
from google.ads.googleads.client import GoogleAdsClient
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import insecure_client

CASES = int(os.environ.get("ADSANDBOX_FUZZ_CASES", "200"))
SERVICES = "/google.ads.googleads.v26.services."
FAILURE_KEY = "google.ads.googleads.v26.errors.googleadsfailure-bin"
# What the API may answer to nonsense. INTERNAL and UNKNOWN would be faults of the sandbox.
EXPECTED = {
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.UNIMPLEMENTED,
}
TYPES = (
    "CampaignBudget", "Campaign", "AdGroup", "AdGroupAd", "Ad", "AdGroupCriterion", "CampaignCriterion",
    "Asset", "CampaignAsset", "AdGroupAsset", "CustomerAsset", "ConversionAction", "UserList", "Label",
    "CampaignLabel", "AdGroupLabel", "AdGroupAdLabel", "AdGroupCriterionLabel", "Customer",
)  # fmt: skip
TEXTS = (
    "", " ", "a", "kettle chips", "x" * 300, "日本語" * 20, "\x00", "{KeyWord:chips}", "https://example.com/",
    "http://", "javascript:alert(1)", "2026-06-01 00:00:00", "2026-13-40 99:99:99", "10.0.0.0/8", "#12345",
    "+a +b", "'; DROP TABLE node; --", "geoTargetConstants/2840", "languageConstants/1000",
    "geoTargetConstants/99999999999999999999", "languageConstants/²", "free iphone", "%s%n", "\ud7ff",
)  # fmt: skip
WHOLE = (0, 1, -1, 2, 7, 10_000, 1_000_000, 12_345, 2**31 - 1, -(2**31), 2**62, -(2**63), 2**63 - 1)
REAL = (0.0, -0.0, 0.5, 1.0, -3.5, 1e308, float("nan"), float("inf"), 1e-300)


class Fuzz:
    """A market with some objects, and raw calls to it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.google = GoogleAdvertiser(insecure_client(sandbox), sandbox.google_customer_id)
        self.client: GoogleAdsClient = self.google.client
        self.channel = grpc.insecure_channel(sandbox.google_insecure_endpoint)
        campaign = self.google.campaign()
        group = self.google.ad_group(campaign)
        label = self.google.create("Label", name="Label")
        removed = self.google.campaign(name="Removed")
        self.google.remove("Campaign", removed)
        names = [campaign, group, label, removed, self.google.ad(group), self.google.keyword(group)]
        customer = f"customers/{sandbox.google_customer_id}"
        self.names = [
            *names,
            self.google.budget(),
            self.google.create("CampaignLabel", campaign=campaign, label=label),
            customer,
            f"{customer}/campaigns/-1",
            f"{customer}/campaignBudgets/-1",
            f"{customer}/adGroups/-2",
            f"{customer}/adGroupAds/-2~-3",
            f"{customer}/campaigns/{'9' * 30}",
            f"{customer}/nothing/1",
            f"{customer}/adGroupCriteria/1~2~3",
            f"{customer}/campaigns/~",
            "customers//campaigns/",
            "customers/1/campaigns/1",
        ]

    def send(self, method: str, content: bytes, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Send bytes, and check that the answer is one that the API could give."""
        answer = self.channel.unary_unary(SERVICES + method).future(content, timeout=300, metadata=headers)
        code = answer.code()
        assert code is grpc.StatusCode.OK or code in EXPECTED, (method, content, code, answer.details())
        metadata = dict(answer.trailing_metadata())
        if FAILURE_KEY in metadata:
            failure = GoogleAdsFailure.deserialize(metadata[FAILURE_KEY])
            assert failure.errors
            assert all(problem.message for problem in failure.errors)

    def raw(self, name: str) -> Any:
        """An empty raw message of the SDK's type."""
        made = self.client.get_type(name)
        return type(made).pb(made)

    # --- nonsense
    def fill(self, message: Any, random: Random, depth: int = 0) -> None:
        """Set some fields of a message to something."""
        for field in message.DESCRIPTOR.fields:
            if random.random() > (0.35 if depth else 0.2):
                continue
            if field.message_type is not None:
                if depth < 4:
                    inner = getattr(message, field.name)
                    self.fill(inner.add() if field.is_repeated else inner, random, depth + 1)
            elif field.is_repeated:
                getattr(message, field.name).extend(
                    self.value(field, random) for _ in range(random.randint(0, 3))
                )
            else:
                setattr(message, field.name, self.value(field, random))

    def value(self, field: Any, random: Random) -> Any:
        """A value for a field that is no message."""
        if field.enum_type is not None:
            known = [value.number for value in field.enum_type.values]
            return random.choice([*known[:8], 99, -1])
        kinds = {
            field.CPPTYPE_STRING: lambda: random.choice(self.names if random.random() < 0.5 else TEXTS),
            field.CPPTYPE_BOOL: lambda: random.random() < 0.5,
            field.CPPTYPE_DOUBLE: lambda: random.choice(REAL),
            field.CPPTYPE_FLOAT: lambda: random.choice([value for value in REAL if abs(value) != 1e308]),
        }
        if field.type == field.TYPE_BYTES:
            return random.choice([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"\x00" * 40, b"GIF89a"])
        make = kinds.get(field.cpp_type)
        if make is not None:
            return make()
        small = field.cpp_type in (field.CPPTYPE_INT32, field.CPPTYPE_UINT32)
        return random.choice([value for value in WHOLE if not small or abs(value) < 2**31])

    def operation(self, kind: str, random: Random) -> Any:
        """An operation of a type with anything in it; half of them begin as something valid."""
        made = self.raw(f"{kind}Operation")
        verbs = [
            field.name for field in made.DESCRIPTOR.fields if field.name in ("create", "update", "remove")
        ]
        verb = random.choice(verbs)
        if verb == "remove":
            made.remove = random.choice([*self.names, *TEXTS])
            return made
        target = getattr(made, verb)
        target.SetInParent()
        if random.random() < 0.5:
            self._begin(kind, target, random)
        self.fill(target, random)
        if verb == "update" and random.random() < 0.8:
            target.resource_name = random.choice(self.names)
            paths = list(_paths(target.DESCRIPTOR, 2))
            wanted = [random.choice(paths) for _ in range(random.randint(0, 3))]
            made.update_mask.paths.extend([*wanted, *(["a..b"] if random.random() < 0.1 else [])])
        return made

    def _begin(self, kind: str, target: Any, random: Random) -> None:
        values = {
            "CampaignBudget": self.google.budget_values(),
            "Campaign": self.google.campaign_values(self.names[6], name=f"C{random.randint(0, 10**9)}"),
            "AdGroup": {"campaign": self.names[0], "name": f"G{random.randint(0, 10**9)}"},
            "AdGroupAd": self.google.ad_values(self.names[1]),
            "AdGroupCriterion": {
                "ad_group": self.names[1],
                "keyword": {"text": "a b", "match_type": "EXACT"},
            },
            "CampaignCriterion": {"campaign": self.names[0]},
            "Label": {"name": f"L{random.randint(0, 10**9)}"},
        }.get(kind)
        if values is not None:
            plus = type(self.client.get_type(kind))
            target.CopyFrom(plus.pb(plus(values)))


def _paths(descriptor: Any, depth: int) -> Iterator[str]:
    for field in descriptor.fields:
        yield field.name
        if field.message_type is not None and depth:
            yield from (f"{field.name}.{inner}" for inner in _paths(field.message_type, depth - 1))


@pytest.fixture(scope="module")
def fuzz() -> Iterator[Fuzz]:
    """One market for all cases: what came before must not matter."""
    with Sandbox("empty") as sandbox:
        made = Fuzz(sandbox)
        yield made
        made.channel.close()
        assert made.google.budget().startswith("customers/")


def many(share: float = 1.0) -> Any:
    """Settings of a test with its share of the cases."""
    return settings(
        max_examples=max(20, int(CASES * share)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
    )


@many(0.5)
@given(random=st.randoms(use_true_random=False), kind=st.sampled_from(TYPES))
def test_operation_when_anything_is_in_it_then_answer_has_the_apis_shape(
    fuzz: Fuzz, random: Random, kind: str
) -> None:
    if kind == "Customer":
        request = fuzz.raw("MutateCustomerRequest")
        request.operation.CopyFrom(fuzz.operation(kind, random))
        method = "CustomerService/MutateCustomer"
    else:
        plural = "AdGroupCriteria" if kind == "AdGroupCriterion" else f"{kind}s"
        plural = "CampaignCriteria" if kind == "CampaignCriterion" else plural
        request = fuzz.raw(f"Mutate{plural}Request")
        request.operations.extend(fuzz.operation(kind, random) for _ in range(random.randint(0, 3)))
        method = f"{kind}Service/Mutate{plural}"
        request.partial_failure = random.random() < 0.3
    request.customer_id = fuzz.google.customer_id
    fuzz.send(method, request.SerializeToString())


@many(0.35)
@given(random=st.randoms(use_true_random=False))
def test_mixed_operations_when_anything_is_in_them_then_answer_has_the_apis_shape(
    fuzz: Fuzz, random: Random
) -> None:
    request = fuzz.raw("MutateGoogleAdsRequest")
    request.customer_id = random.choice([fuzz.google.customer_id] * 9 + ["", "1", "日", "4100000001"])
    for _ in range(random.randint(0, 5)):
        operation = request.mutate_operations.add()
        if random.random() < 0.1:
            fuzz.fill(operation, random)
        else:
            kind = random.choice(TYPES)
            field = "".join("_" + c.lower() if c.isupper() else c for c in kind).lstrip("_") + "_operation"
            getattr(operation, field).CopyFrom(fuzz.operation(kind, random))
    request.partial_failure, request.validate_only = random.random() < 0.4, random.random() < 0.2
    request.response_content_type = random.choice([0, 1, 2])
    fuzz.send("GoogleAdsService/Mutate", request.SerializeToString())


@many(0.15)
@given(
    content=st.binary(max_size=200),
    method=st.sampled_from(
        ["GoogleAdsService/Mutate", "GoogleAdsService/Search", "CampaignService/MutateCampaigns",
         "CustomerService/CreateCustomerClient", "CustomerService/ListAccessibleCustomers",
         "GeoTargetConstantService/SuggestGeoTargetConstants", "NoService/Nothing"]
    ),
    header=st.sampled_from(["", "x", "4100000001", "-1", "4" * 200]),
)  # fmt: skip
def test_bytes_when_they_are_garbage_then_answer_has_the_apis_shape(
    fuzz: Fuzz, content: bytes, method: str, header: str
) -> None:
    fuzz.send(method, content, (("login-customer-id", header),) if header else ())
