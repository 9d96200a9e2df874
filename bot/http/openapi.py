"""GET /v1/openapi.json: OpenAPI 3.1, assembled from the table of paths and the types that read and write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from inspect import getdoc
from typing import Any, Final, Protocol

from aiohttp import web
from pydantic.json_schema import JsonSchemaMode

from bot.http.answers import adapter, json_answer
from bot.http.door import DOOR
from bot.http.headers import NONCE_HEADER, PROOF_HEADER

_REFERENCE: Final = "#/components/schemas/{model}"
_GENERAL: Final = (500,)
_GUARDED: Final = (401, 429, 503)
_TITLES: Final = {
    400: "The input is malformed; `field` says where. Nothing was stored.",
    401: "There is no living session, or a proof is not good.",
    403: "Not allowed; for an act, this refusal is stored.",
    404: "There is no such thing for this person.",
    408: "The body did not arrive in time.",
    409: "Out of step with the state, or an act id that was used; for an act, this refusal is stored.",
    410: "It was there, and was erased when its term was over (EV-03).",
    413: "Too large.",
    415: "A content type or encoding this path does not read.",
    429: "Too much from this device or address; Retry-After says when.",
    500: "A fault of the service; nothing is told about it.",
    503: "Not stored as far as known; send the same bytes again after Retry-After.",
}


class Described(Protocol):
    """What the document needs to know of an operation."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def handler(self) -> Any: ...

    @property
    def session(self) -> bool: ...

    @property
    def body(self) -> Any: ...

    @property
    def multipart(self) -> bool: ...

    @property
    def answer(self) -> Any: ...

    @property
    def media(self) -> str: ...

    @property
    def status(self) -> int: ...

    @property
    def path_types(self) -> Mapping[str, Any]: ...

    @property
    def query(self) -> Mapping[str, Any]: ...

    @property
    def problems(self) -> tuple[int, ...]: ...

    @property
    def etag(self) -> bool: ...


PROBLEM_SCHEMA: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:piket:problem:"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "field": {"type": "string"},
        "answers": {"type": "array"},
        "reasons": {"type": "array", "items": {"type": "string"}},
    },
}


def document(request: web.Request, operations: Iterable[Described]) -> web.Response:
    """Answer the document, for this installation's own origin."""
    return json_answer(openapi(operations, request.app[DOOR].settings.api_origin))


def openapi(operations: Iterable[Described], origin: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of these operations."""
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = re.sub(r"\{(\w+):[^}]*\}", r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Piket",
            "version": version("piket"),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": origin}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": {"type": "http", "scheme": "bearer"},
                "nonce": {"type": "apiKey", "in": "header", "name": NONCE_HEADER},
                "proof": {"type": "apiKey", "in": "header", "name": PROOF_HEADER},
            },
        },
    }


def _operation(operation: Described, schemas: dict[str, Any]) -> dict[str, Any]:
    summary, _, rest = (getdoc(operation.handler) or "").partition("\n\n")
    described: dict[str, Any] = {
        "operationId": operation.handler.__name__,
        "summary": summary.replace("\n", " "),
        "responses": _responses(operation, schemas),
    }
    if rest:
        described["description"] = rest
    parameters = [
        {
            "name": name,
            "in": place,
            "required": place == "path" or name in ("functie", "scope"),
            "schema": _schema(kind, "validation", schemas),
        }
        for place, kinds in (("path", operation.path_types), ("query", operation.query))
        for name, kind in kinds.items()
    ]
    if parameters:
        described["parameters"] = parameters
    if operation.session:
        described["security"] = [{"session": [], "nonce": [], "proof": []}]
    if operation.body is bytes:
        described["requestBody"] = {"required": True, "content": {"application/octet-stream": {"schema": {}}}}
    elif operation.body is not None:
        described["requestBody"] = {"required": True, "content": _body(operation, schemas)}
    return described


def _body(operation: Described, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = _schema(operation.body, "validation", schemas)
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if operation.multipart:
        parts = {"type": "object", "required": ["acts"], "properties": {"acts": schema}}
        blobs = {
            "patternProperties": {"^[0-9a-f]{64}$": {"type": "string", "contentMediaType": "application/octet-stream"}}
        }
        encoding = {"acts": {"contentType": "application/json"}}
        content["multipart/form-data"] = {"schema": {**parts, **blobs}, "encoding": encoding}
    return content


def _responses(operation: Described, schemas: dict[str, Any]) -> dict[str, Any]:
    media: dict[str, Any] = {}
    if operation.answer is not None:
        media = {"schema": _schema(operation.answer, "serialization", schemas)}
    answers: dict[str, Any] = {
        str(operation.status): {"description": "Done.", "content": {operation.media: media}, **_nonce(operation)}
    }
    if operation.multipart:
        answers["200"] = {
            **answers[str(operation.status)],
            "description": "A batch; each act has an answer of its own.",
        }
    if operation.etag:
        answers["304"] = {"description": "Unchanged since the ETag in If-None-Match.", **_nonce(operation)}
    for status in sorted({*operation.problems, *_GENERAL, *(_GUARDED if operation.session else ())}):
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        answers[str(status)] = {"description": _TITLES[status], "content": problem, **_nonce(operation)}
    return answers


def _nonce(operation: Described) -> dict[str, Any]:
    if not operation.session:
        return {}
    return {"headers": {NONCE_HEADER: {"description": "Sign the next read over this.", "schema": {"type": "string"}}}}


def _schema(kind: Any, mode: JsonSchemaMode, schemas: dict[str, Any]) -> dict[str, Any]:
    found = adapter(kind).json_schema(mode=mode, ref_template=_REFERENCE)
    schemas.update(found.pop("$defs", {}))
    name = found.get("title")
    if found.get("type") == "object" and "properties" in found and name:
        schemas[name] = found
        return {"$ref": _REFERENCE.format(model=name)}
    return found
