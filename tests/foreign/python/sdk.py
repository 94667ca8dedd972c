"""Connects the SDK to the emulator, and declares models in the form of the SDK's generated ones."""

from dataclasses import dataclass, field
from typing import Any, Optional

import httpx
from kiota_abstractions.api_client_builder import register_default_deserializer, register_default_serializer
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_abstractions.serialization import AdditionalDataHolder, Parsable
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from kiota_serialization_json.json_serialization_writer_factory import JsonSerializationWriterFactory
from kiota_serialization_text.text_parse_node_factory import TextParseNodeFactory
from msgraph_core import BaseGraphRequestAdapter, GraphClientFactory

HOST = "https://graph.microsoft.com"
BASE_URL = f"{HOST}/v1.0"
QUERY = "{?%24count,%24expand,%24filter,%24orderby,%24search,%24select,%24skip,%24top}"

register_default_serializer(JsonSerializationWriterFactory)
register_default_deserializer(JsonParseNodeFactory)
register_default_deserializer(TextParseNodeFactory)


class Loopback(httpx.AsyncHTTPTransport):
    """Sends the requests for Graph's host to the emulator.

    The SDK adds its token only to requests for Graph's hosts. Redirecting the requests below the SDK leaves its own middleware in place.
    """

    def __init__(self, emulator: str):
        super().__init__()
        self.emulator = httpx.URL(emulator)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if (request.url.scheme, request.url.host) != ("https", "graph.microsoft.com"):
            raise AssertionError(f"the SDK sent a request to {request.url.host}")
        url = request.url.copy_with(scheme="http", host=self.emulator.host, port=self.emulator.port)
        request.headers["host"] = url.netloc.decode()
        request.url = url
        try:
            return await super().handle_async_request(request)
        finally:
            # The SDK's retry handler sends the same request again.
            request.url = url.copy_with(scheme="https", host="graph.microsoft.com", port=None)


class Token(AccessTokenProvider):
    def __init__(self, token: str):
        self.token = token
        self.validator = AllowedHostsValidator(["graph.microsoft.com"])

    async def get_authorization_token(self, uri: str, additional_authentication_context: dict[str, Any] = {}) -> str:
        return self.token if self.validator.is_url_host_valid(uri) else ""

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return self.validator


def connect(emulator: str, token: str) -> BaseGraphRequestAdapter:
    """Returns an adapter with the SDK's default middleware."""
    client = httpx.AsyncClient(transport=Loopback(emulator), base_url=BASE_URL, trust_env=False)
    client = GraphClientFactory.create_with_default_middleware(client=client)
    adapter = BaseGraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token(token)), http_client=client)
    adapter.base_url = BASE_URL
    return adapter


def request(method: Method, path: str, query: Optional[dict[str, Any]] = None, **headers: str) -> RequestInformation:
    """Returns a request in the form of the SDK's generated request builders. The query's names have no `$`."""
    info = RequestInformation(method, "{+baseurl}" + path + QUERY, {"baseurl": BASE_URL})
    info.query_parameters = {f"%24{name}": value for name, value in (query or {}).items()}
    info.headers.try_add("Accept", "application/json")
    for name, value in headers.items():
        info.headers.try_add(name.replace("_", "-"), value)
    return info


@dataclass
class Model(AdditionalDataHolder, Parsable):
    """A model whose `PROPERTIES` give each field's name in JSON and its type. Unknown properties are kept, and written back."""

    additional_data: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def create_from_discriminator_value(cls, parse_node):
        return cls()

    def get_field_deserializers(self):
        def reader(name, kind):
            return lambda node: setattr(self, name, getattr(node, f"get_{kind}_value")())

        return {json: reader(name, kind) for name, (json, kind) in self.PROPERTIES.items()}

    def serialize(self, writer) -> None:
        for name, (json, kind) in self.PROPERTIES.items():
            getattr(writer, f"write_{kind}_value")(json, getattr(self, name))
        writer.write_additional_data_value(self.additional_data)


@dataclass
class Group(Model):
    PROPERTIES = {
        "id": ("id", "str"),
        "display_name": ("displayName", "str"),
        "description": ("description", "str"),
        "created_date_time": ("createdDateTime", "datetime"),
    }
    id: Optional[str] = None
    display_name: Optional[str] = None
    description: Optional[str] = None
    created_date_time: Any = None


@dataclass
class PlannerTask(Model):
    PROPERTIES = {
        "id": ("id", "str"),
        "title": ("title", "str"),
        "percent_complete": ("percentComplete", "int"),
        "due_date_time": ("dueDateTime", "datetime"),
    }
    id: Optional[str] = None
    title: Optional[str] = None
    percent_complete: Optional[int] = None
    due_date_time: Any = None

    @property
    def etag(self) -> str:
        return self.additional_data["@odata.etag"]


@dataclass
class GroupCollection(Parsable):
    odata_count: Optional[int] = None
    odata_next_link: Optional[str] = None
    value: Optional[list[Group]] = None

    @classmethod
    def create_from_discriminator_value(cls, parse_node):
        return cls()

    def get_field_deserializers(self):
        return {
            "@odata.count": lambda node: setattr(self, "odata_count", node.get_int_value()),
            "@odata.nextLink": lambda node: setattr(self, "odata_next_link", node.get_str_value()),
            "value": lambda node: setattr(self, "value", node.get_collection_of_object_values(Group)),
        }

    def serialize(self, writer) -> None:
        raise NotImplementedError


@dataclass
class InnerError(Model):
    PROPERTIES = {
        "date": ("date", "datetime"),
        "request_id": ("request-id", "str"),
        "client_request_id": ("client-request-id", "str"),
    }
    date: Any = None
    request_id: Optional[str] = None
    client_request_id: Optional[str] = None


@dataclass
class MainError(Parsable):
    code: Optional[str] = None
    message: Optional[str] = None
    inner_error: Optional[InnerError] = None

    @classmethod
    def create_from_discriminator_value(cls, parse_node):
        return cls()

    def get_field_deserializers(self):
        return {
            "code": lambda node: setattr(self, "code", node.get_str_value()),
            "message": lambda node: setattr(self, "message", node.get_str_value()),
            "innerError": lambda node: setattr(self, "inner_error", node.get_object_value(InnerError)),
        }

    def serialize(self, writer) -> None:
        raise NotImplementedError


@dataclass
class ODataError(APIError, Parsable):
    error: Optional[MainError] = None

    @classmethod
    def create_from_discriminator_value(cls, parse_node):
        return cls()

    def get_field_deserializers(self):
        return {"error": lambda node: setattr(self, "error", node.get_object_value(MainError))}

    def serialize(self, writer) -> None:
        raise NotImplementedError


ERRORS = {"XXX": ODataError}
