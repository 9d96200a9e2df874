"""Health, figures, schemas and the OpenAPI document: true, whole, and for the right eyes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.http.app import create_app
from bot.http.metrics import metrics_app
from bot.http.openapi import openapi
from bot.http.operations import OPERATIONS
from domain.audit.leaves import LeafType
from domain.catalogue import SPECS
from domain.contents import ACTS_OF
from domain.errors import StorageBusy
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.http.conftest import START, World
from tests.bot.http.phones import Client


async def test_live_and_ready(world: World) -> None:
    assert await (await world.client.get("/v1/health/live")).json() == {"status": "live"}
    assert await (await world.client.get("/v1/health/ready")).json() == {"status": "ready"}


async def test_not_ready_says_why_in_fixed_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_unit: Any) -> None:
        raise StorageBusy("store.unreachable", "postgresql://piket:zaterdag@db is away")

    monkeypatch.setattr(world.store, "read", away)
    app = create_app(replace(world.door, not_ready=lambda: ["reader"], registry=world.door.registry.__class__()))
    client: Client = TestClient(TestServer(app))
    async with client:
        answer = await client.get("/v1/health/ready")
        assert (answer.status, (await answer.json())["reasons"]) == (503, ["reader", "store"])
        assert "zaterdag" not in await answer.text()
        assert (await client.get("/v1/health/live")).status == 200


async def test_troubles_never_make_an_instance_unready_and_are_told_on_this_machine_only(world: World) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.alarms.raise_("telegram.revoked", "", START)
        uow.alarms.raise_("address.refused", "anna", START)
        uow.audit.append("om", LeafType.DOWNTIME, at=START, fields={"seconds": "1"})

    await world.store.write(unit)
    down = replace(world.door, channels_down=lambda: ["channel.webhook"], registry=world.door.registry.__class__())
    client: Client = TestClient(TestServer(create_app(down)))
    async with client:
        fresh = await (await client.get("/v1/health/ready")).json()
        assert fresh == {"status": "ready", "troubles": ["channel.webhook", "telegram.revoked"]}
        world.clock.moment = START + world.door.settings.sequencing.late + timedelta(seconds=1)
        answer = await client.get("/v1/health/ready")
        assert (answer.status, (await answer.json())["troubles"][1:]) == (200, ["log.lagging", "telegram.revoked"])
        outside = await client.get("/v1/health/ready", headers={"X-Forwarded-For": "203.0.113.9"})
        assert await outside.json() == {"status": "ready"}


async def test_figures_are_for_this_machine_only_and_hold_no_ids(world: World) -> None:
    phone = world.phones["anna"]
    await phone.open_session()
    await phone.ask("GET", "/v1/items/" + "n" * 22)
    answer = await world.client.get("/metrics")
    text = await answer.text()
    assert 'route="/v1/items/{item}",status="404"' in text
    assert "n" * 22 not in text
    assert phone.id not in text
    for forwarded in ({"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}):
        assert (await world.client.get("/metrics", headers=forwarded)).status == 404


async def test_the_separate_listener_knows_figures_and_nothing_else(world: World) -> None:
    client: Client = TestClient(TestServer(metrics_app(world.door.registry)))
    async with client:
        assert (await client.get("/metrics")).status == 200
        assert (await client.get("/v1/items")).status == 404


async def test_every_acts_schema_is_a_schema_and_says_why_each_parameter_may_be_known(world: World) -> None:
    answer = await (await world.client.get("/v1/schemas")).json()
    assert set(answer["acts"]) == set(SPECS)
    jsonschema_rs.meta.validate(answer["payload"])
    for act in answer["acts"].values():
        jsonschema_rs.meta.validate(act["params"])
        assert act["params"]["additionalProperties"] is False
        for parameter in act["params"]["properties"].values():
            assert parameter["description"]


async def test_every_kind_of_content_has_a_schema_that_reads_what_clients_seal(world: World) -> None:
    answer = await (await world.client.get("/v1/schemas")).json()
    assert {kind: set(one["acts"]) for kind, one in answer["contents"].items()} == {
        kind: set(acts) for kind, acts in ACTS_OF.items()
    }
    for kind, one in answer["contents"].items():
        jsonschema_rs.meta.validate(one["content"])
        assert one["content"]["properties"]["kind"]["const"] == kind
    asked = jsonschema_rs.validator_for(answer["contents"]["vraag"]["content"])
    assert asked.is_valid({"kind": "vraag", "text": "Is de partner thuis?"})
    assert not asked.is_valid({"kind": "vraag"})
    assert not asked.is_valid({"kind": "antwoord", "text": "Ja."})


async def test_the_openapi_document_is_whole(world: World) -> None:
    answer = await (await world.client.get("/v1/openapi.json")).json()
    assert answer == json.loads(json.dumps(openapi(OPERATIONS, world.door.settings.api_origin)))
    assert answer["openapi"] == "3.1.0"
    names = [one["operationId"] for path in answer["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) == len(OPERATIONS)
    for schema in answer["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
    targets = {f"#/components/schemas/{name}" for name in answer["components"]["schemas"]}
    assert set(references(answer)) <= targets
    for path, methods in answer["paths"].items():
        for one in methods.values():
            assert one["summary"]
            named = {parameter["name"] for parameter in one.get("parameters", []) if parameter["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def references(node: Any) -> Iterator[str]:
    """Every `$ref` anywhere below."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)
