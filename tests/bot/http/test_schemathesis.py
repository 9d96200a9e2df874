"""An outsider's eye: machine-made requests from the OpenAPI document get only what the document promises."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.bot.http.conftest import ITEM, World
from tests.bot.http.phones import Phone

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("with_proofs", [True, False])
async def test_the_service_keeps_its_openapi_document(world: World, with_proofs: bool) -> None:
    await world.put_item()
    phone = world.phones["bram"]
    await phone.open_session()
    world.door.changes.close()  # each stream of events says `end` at once, so that it can be read whole
    document = await (await world.client.get("/v1/openapi.json")).json()
    base = str(world.client.make_url("/")).rstrip("/")
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) == sum(len(methods) for methods in document["paths"].values())
    seen: set[tuple[str, int]] = set()
    for operation in operations:
        await asyncio.to_thread(probe, operation, base, phone if with_proofs else None, seen)
    assert (("/v1/me", 200) in seen) is with_proofs
    assert ((f"/v1/items/{ITEM}", 200) in seen) is with_proofs
    assert (("/v1/me", 401) in seen) is not with_proofs


def probe(operation: Any, base: str, phone: Phone | None, seen: set[tuple[str, int]]) -> None:
    """Try one operation a few times from another thread, with good proofs when there is a phone."""

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        if "/items/{item}" in case.path:
            case.path_parameters["item"] = ITEM
        kwargs = case.as_transport_kwargs(base_url=base)
        kwargs.pop("cookies", None)
        prepared = requests.Request(**kwargs).prepare()
        if phone is not None:
            prepared.headers.update(phone.headers(str(prepared.method), str(prepared.path_url)))
        with requests.Session() as session:
            answer = session.send(prepared, timeout=20)
        if phone is not None:
            phone.nonce = answer.headers.get("Piket-Nonce", phone.nonce)
        seen.add((str(prepared.path_url), answer.status_code))
        case.validate_response(answer, checks=CHECKS)

    run()
