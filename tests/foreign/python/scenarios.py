"""The scenarios of the Python SDK. Each is independent of the others, apart from the objects that it reads."""

import asyncio
import time

from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_http.middleware.options import HeadersInspectionHandlerOption
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_content_collection import BatchRequestContentCollection
from msgraph_core.requests.batch_request_item import BatchRequestItem
from msgraph_core.tasks.page_iterator import PageIterator

from sdk import BASE_URL, ERRORS, Group, GroupCollection, ODataError, PlannerTask, request

NAMES = [f"Group {number}" for number in range(1, 8)]
SEEDED = "startsWith(displayName,'Group ')"


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


async def refused(sending, status: int, code: str) -> ODataError:
    """Returns the typed error that a request fails with."""
    try:
        result = await sending
    except ODataError as error:
        equal((error.response_status_code, error.error.code), (status, code))
        return error
    raise AssertionError(f"expected status {status}, got {result!r}")


def get(adapter, path, model=Group, query=None, **headers):
    return adapter.send_async(request(Method.GET, path, query, **headers), model, ERRORS)


def write(adapter, method, path, body, model=Group, **headers):
    info = request(method, path, **headers)
    info.set_content_from_parsable(adapter, "application/json", body)
    return adapter.send_async(info, model, ERRORS)


def delete(adapter, path, **headers):
    return adapter.send_no_response_content_async(request(Method.DELETE, path, **headers), ERRORS)


async def get_object(adapter, _connect):
    """get an object."""
    group = await get(adapter, "/groups/g1")
    equal((group.id, group.display_name), ("g1", "Group 1"))
    equal(group.created_date_time.tzinfo is not None, True)
    equal(group.additional_data["@odata.context"].endswith("/v1.0/$metadata#groups/$entity"), True)
    part = await get(adapter, "/groups/g1", query={"select": ["id"], "expand": ["members($select=id)"]})
    equal((part.id, part.display_name, part.created_date_time), ("g1", None, None))
    equal("members" in part.additional_data, True)


async def patch_object(adapter, _connect):
    """patch an object."""
    group = await write(adapter, Method.POST, "/groups", Group(display_name="before", description="kept"))
    await write(adapter, Method.PATCH, f"/groups/{group.id}", Group(display_name="after"))
    after = await get(adapter, f"/groups/{group.id}")
    equal((after.display_name, after.description), ("after", "kept"))
    await delete(adapter, f"/groups/{group.id}")


async def patch_what_was_read(adapter, _connect):
    """patch with the whole object that was read."""
    task = await get(adapter, "/planner/tasks/t1", PlannerTask)
    task.percent_complete = 50
    await write(adapter, Method.PATCH, "/planner/tasks/t1", task, PlannerTask, if_match=task.etag)
    equal((await get(adapter, "/planner/tasks/t1", PlannerTask)).percent_complete, 50)


async def create_and_delete(adapter, _connect):
    """create and delete an object."""
    info = request(Method.POST, "/groups")
    info.set_content_from_parsable(adapter, "application/json", Group(display_name="New"))
    headers = HeadersInspectionHandlerOption()
    info.add_request_options([headers])
    group = await adapter.send_async(info, Group, ERRORS)
    equal(group.display_name, "New")
    [location] = headers.response_headers.get("location")
    equal(location.endswith(f"/v1.0/groups/{group.id}"), True)
    await delete(adapter, f"/groups/{group.id}")
    await refused(get(adapter, f"/groups/{group.id}"), 404, "ResourceNotFound")
    await refused(delete(adapter, f"/groups/{group.id}"), 404, "ResourceNotFound")


async def list_all_pages(adapter, _connect):
    """list all pages with PageIterator."""
    query = {"filter": SEEDED, "top": 3, "orderby": ["displayName desc"], "count": True}
    first = await get(adapter, "/groups", GroupCollection, query, consistencylevel="eventual")
    equal((first.odata_count, len(first.value)), (7, 3))
    equal(first.odata_next_link.startswith(f"{BASE_URL}/groups?"), True)
    iterator = PageIterator(first, adapter, error_mapping=ERRORS)
    # `set_headers` of the SDK raises a TypeError for any header.
    iterator.headers.add("ConsistencyLevel", "eventual")
    names = []
    await iterator.iterate(lambda group: names.append(group.display_name) is None)
    equal(names, NAMES[::-1])


async def search_and_count(adapter, _connect):
    """search, skip and count."""
    found = await get(adapter, "/groups", GroupCollection, {"search": '"displayName:Group 3"'}, consistencylevel="eventual")
    equal([group.id for group in found.value], ["g3"])
    rest = await get(adapter, "/groups", GroupCollection, {"filter": SEEDED, "orderby": ["displayName"], "skip": 6})
    equal([group.display_name for group in rest.value], NAMES[6:])
    info = request(Method.GET, "/groups/%24count", {"filter": SEEDED}, consistencylevel="eventual")
    info.headers.add("Accept", "text/plain")
    equal(await adapter.send_primitive_async(info, "int", ERRORS), 7)


def item(name, method, url, body=None, adapter=None, depends_on=None):
    info = RequestInformation()
    info.http_method = method
    info.url = url
    if body is not None:
        info.set_content_from_parsable(adapter, "application/json", body)
    return BatchRequestItem(info, name, depends_on)


async def batch_of_25(adapter, _connect):
    """batch of 25 in two batches."""
    batches = BatchRequestContentCollection()
    for index in range(25):
        batches.add_batch_request_item(item(str(index), Method.GET, f"/groups/g{index % 7 + 1}?$select=displayName"))
    responses = await BatchRequestBuilder(adapter, ERRORS).post(batches)
    equal([len(content.responses) for content in responses.get_responses()], [20, 5])
    for content in responses.get_responses():
        for name, response in content.responses.items():
            equal(response.status, 200)
            equal(content.get_response_by_id(name, Group).display_name, NAMES[int(name) % 7])


async def batch_with_changes(adapter, _connect):
    """batch with changes and errors."""
    group = await write(adapter, Method.POST, "/groups", Group(display_name="to change"))
    path = f"/groups/{group.id}"
    unknown = Group(additional_data={"unknown": 1})
    items = [
        item("create", Method.POST, "/groups", Group(display_name="in a batch"), adapter),
        item("change", Method.PATCH, path, Group(description="changed"), adapter),
        item("wrong", Method.PATCH, path, unknown, adapter),
        item("missing", Method.GET, "/groups/none"),
    ]
    content = await BatchRequestBuilder(adapter, ERRORS).post(BatchRequestContent({one.id: one for one in items}))
    statuses = content.get_response_status_codes()
    equal([statuses[one.id] for one in items], [201, 200, 400, 404])
    equal((await get(adapter, path)).description, "changed")
    equal(content.get_response_by_id("missing", ODataError).error.code, "ResourceNotFound")
    created = content.get_response_by_id("create", Group)
    removed = [item("1", Method.DELETE, f"/groups/{created.id}"), item("2", Method.DELETE, path)]
    content = await BatchRequestBuilder(adapter, ERRORS).post(BatchRequestContent({one.id: one for one in removed}))
    equal(sorted(content.get_response_status_codes().items()), [("1", 204), ("2", 204)])


async def throttled(adapter, _connect):
    """throttled requests wait for Retry-After."""
    start = time.monotonic()
    equal((await get(adapter, "/groups/busy-read")).id, "busy-read")
    equal(time.monotonic() - start >= 1, True)
    await write(adapter, Method.PATCH, "/groups/busy-write", Group(description="changed"))
    equal((await get(adapter, "/groups/busy-write")).description, "changed")


async def throttled_in_a_batch(adapter, _connect):
    """a throttled request in a batch."""
    items = [item("1", Method.GET, "/groups/busy-in-batch"), item("2", Method.GET, "/groups/g1")]
    content = await BatchRequestBuilder(adapter, ERRORS).post(BatchRequestContent({one.id: one for one in items}))
    equal(sorted(content.get_response_status_codes().items()), [("1", 429), ("2", 200)])
    equal(content.get_response_by_id("1").headers["Retry-After"], "1")
    equal(content.get_response_by_id("1", ODataError).error.code, "TooManyRequests")
    await asyncio.sleep(1)
    content = await BatchRequestBuilder(adapter, ERRORS).post(BatchRequestContent({"1": items[0]}))
    equal(content.get_response_status_codes(), {"1": 200})


async def etags(adapter, _connect):
    """etags: If-Match and 412, If-None-Match and 304."""
    path = "/planner/tasks/t1"
    first = (await get(adapter, path, PlannerTask)).etag
    headers = {"if_match": first, "prefer": "return=representation"}
    changed = await write(adapter, Method.PATCH, path, PlannerTask(title="Read"), PlannerTask, **headers)
    equal((changed.title, changed.etag != first), ("Read", True))
    stale = write(adapter, Method.PATCH, path, PlannerTask(title="Lost"), PlannerTask, if_match=first)
    await refused(stale, 412, "PreconditionFailed")
    await refused(delete(adapter, path, if_match=first), 412, "PreconditionFailed")
    equal((await get(adapter, path, PlannerTask)).title, "Read")
    equal(await get(adapter, path, PlannerTask, if_none_match=changed.etag), None)


async def typed_errors(adapter, connect):
    """errors have a code, a message, a request id and a date."""
    error = await refused(get(adapter, "/groups/none"), 404, "ResourceNotFound")
    inner = error.error.inner_error
    equal((bool(error.error.message), inner.date is not None, bool(inner.client_request_id)), (True, True, True))
    equal(inner.request_id, error.response_headers["request-id"])
    wrong = Group(additional_data={"displayName": 1})
    await refused(write(adapter, Method.PATCH, "/groups/g1", wrong), 400, "BadRequest")
    await refused(get(adapter, "/groups", GroupCollection, {"filter": "nothing eq 1"}), 400, "BadRequest")
    await refused(get(adapter, "/nothing"), 404, "ResourceNotFound")
    await refused(write(adapter, Method.POST, "/groups/g1", Group()), 405, "MethodNotAllowed")
    await refused(get(connect("expired"), "/groups/g1"), 401, "InvalidAuthenticationToken")


ALL = [
    get_object,
    patch_object,
    patch_what_was_read,
    create_and_delete,
    list_all_pages,
    search_and_count,
    batch_of_25,
    batch_with_changes,
    throttled,
    throttled_in_a_batch,
    etags,
    typed_errors,
]
