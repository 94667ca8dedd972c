// The scenarios of the JavaScript SDK. Each is independent of the others, apart from the objects that they read.
import assert from "node:assert/strict";
import graph from "@microsoft/microsoft-graph-client";

const { BatchRequestContent, BatchResponseContent, Client, GraphError, PageIterator, ResponseType } = graph;
const client = Client.init({ authProvider: (done) => done(null, "token-of-the-scenarios") });
const HOST = "https://graph.microsoft.com";

/** Returns the error that a request fails with. */
async function refused(request, status, code) {
    const error = await request.then(() => assert.fail(`expected status ${status}, got a success`), (error) => error);
    assert(error instanceof GraphError, `expected a GraphError, got ${error}`);
    assert.equal(error.statusCode, status, error.message);
    assert.equal(error.code, code);
    return error;
}

/** Returns a URL without its host, which is the emulator's own address. */
function relative(url) {
    return url.slice(new URL(url).origin.length);
}

/** Sends a batch with the SDK's own classes. */
async function sendBatch(steps) {
    const content = await new BatchRequestContent(steps).getContent();
    return new BatchResponseContent(await client.api("/$batch").post(content));
}

function step(id, path, options) {
    return { id, request: new Request(HOST + path, options) };
}

function changing(id, path, method, body) {
    return step(id, path, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}

/** Lists all pages with the SDK's iterator. */
async function iterate(request, headers) {
    const first = await (headers ? request.headers(headers) : request).get();
    const names = [];
    const iterator = new PageIterator(client, first, (group) => names.push(group.displayName) > 0, headers && { headers });
    await iterator.iterate();
    assert(iterator.isComplete());
    return { first, names };
}

const NAMES = ["Group 1", "Group 2", "Group 3", "Group 4", "Group 5", "Group 6", "Group 7"];
const seeded = "startsWith(displayName,'Group ')";

export const scenarios = {
    async "get an object"() {
        const group = await client.api("/groups/g1").get();
        assert.equal(group.displayName, "Group 1");
        assert.equal(relative(group["@odata.context"]), "/v1.0/$metadata#groups/$entity");
        assert.equal(group.members, undefined);
        assert.match(group.createdDateTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    },

    async "get with select and expand"() {
        const group = await client.api("/groups/g1").select(["id", "displayName"]).expand("members($select=id)").get();
        assert.deepEqual(Object.keys(group).filter((name) => !name.startsWith("@")).sort(), ["displayName", "id", "members"]);
        assert.deepEqual(group.members, [{ id: "member-of-g1" }]);
    },

    async "get the raw response"() {
        const response = await client.api("/groups/g1").responseType(ResponseType.RAW).get();
        assert.equal(response.status, 200);
        assert.equal(response.headers.get("odata-version"), "4.0");
        assert.match(response.headers.get("content-type"), /^application\/json;odata\.metadata=minimal/);
        assert(response.headers.get("request-id"));
    },

    async "get one property"() {
        const name = await client.api("/groups/g1/displayName").get();
        assert.equal(name.value, "Group 1");
        assert.equal(await client.api("/groups/g1/displayName/$value").responseType(ResponseType.TEXT).get(), "Group 1");
    },

    async "patch an object"() {
        const group = await client.api("/groups").post({ displayName: "before", mailEnabled: true });
        await client.api(`/groups/${group.id}`).patch({ displayName: "after", mailEnabled: null, groupTypes: ["Unified"] });
        const after = await client.api(`/groups/${group.id}`).get();
        assert.deepEqual([after.displayName, after.mailEnabled, after.groupTypes], ["after", null, ["Unified"]]);
        await client.api(`/groups/${group.id}`).delete();
    },

    async "patch with the whole object that was read"() {
        const task = await client.api("/planner/tasks/t1").get();
        await client.api("/planner/tasks/t1").header("If-Match", task["@odata.etag"]).patch({ ...task, percentComplete: 50 });
        assert.equal((await client.api("/planner/tasks/t1").get()).percentComplete, 50);
    },

    async "create and delete an object"() {
        const response = await client.api("/groups").responseType(ResponseType.RAW).post({ displayName: "New", groupTypes: [] });
        assert.equal(response.status, 201);
        const group = await response.json();
        const location = relative(response.headers.get("location"));
        assert.equal(location, `/v1.0/groups/${group.id}`);
        assert.equal((await client.api(HOST + location).get()).displayName, "New");
        assert.equal(await client.api(`/groups/${group.id}`).delete(), undefined);
        await refused(client.api(`/groups/${group.id}`).get(), 404, "ResourceNotFound");
    },

    async "put an object"() {
        const group = await client.api("/groups").post({ displayName: "before" });
        await client.api(`/groups/${group.id}`).put({ displayName: "after", groupTypes: [] });
        assert.equal((await client.api(`/groups/${group.id}`).get()).displayName, "after");
        await client.api(`/groups/${group.id}`).delete();
    },

    async "list all pages with PageIterator"() {
        const { first, names } = await iterate(client.api("/groups").filter(seeded).top(3));
        assert.equal(first.value.length, 3);
        assert(first["@odata.nextLink"].startsWith(`${HOST}/v1.0/groups?`), first["@odata.nextLink"]);
        assert.deepEqual(names.sort(), NAMES);
    },

    async "pause and resume PageIterator"() {
        const first = await client.api("/groups").filter(seeded).orderby("displayName").top(2).get();
        const seen = [];
        const iterator = new PageIterator(client, first, (group) => seen.push(group.displayName) !== 3);
        await iterator.iterate();
        assert.deepEqual([seen.length, iterator.isComplete()], [3, false]);
        await iterator.resume();
        assert.deepEqual([seen, iterator.isComplete()], [NAMES, true]);
    },

    async "list with count, order and search"() {
        const request = client.api("/groups").filter(seeded).orderby("displayName desc").count(true).top(5).select("displayName");
        const { first, names } = await iterate(request, { ConsistencyLevel: "eventual" });
        assert.equal(first["@odata.count"], 7);
        assert.deepEqual(names, NAMES.toReversed());
        const found = await client.api("/groups").header("ConsistencyLevel", "eventual").search('"displayName:Group 3"').get();
        assert.deepEqual(found.value.map((group) => group.id), ["g3"]);
        const skipped = await client.api("/groups").filter(seeded).orderby("displayName").skip(6).get();
        assert.deepEqual(skipped.value.map((group) => group.displayName), ["Group 7"]);
    },

    async "count the objects of a collection"() {
        const request = client.api("/groups/$count").header("ConsistencyLevel", "eventual").filter(seeded);
        assert.equal(await request.responseType(ResponseType.TEXT).get(), "7");
    },

    async "batch of 25 in two batches"() {
        const steps = Array.from({ length: 25 }, (_, index) => step(String(index), `/groups/g${(index % 7) + 1}?$select=displayName`));
        assert.throws(() => new BatchRequestContent(steps), /Maximum requests limit exceeded|MaxRequestLimit/i);
        const names = new Map();
        for (const part of [steps.slice(0, 20), steps.slice(20)]) {
            for (const [id, response] of (await sendBatch(part)).getResponsesIterator()) {
                assert.equal(response.status, 200);
                names.set(Number(id), (await response.json()).displayName);
            }
        }
        assert.equal(names.size, 25);
        names.forEach((name, index) => assert.equal(name, NAMES[index % 7]));
    },

    async "batch with changes, an order and an error"() {
        const create = changing("1", "/groups", "POST", { displayName: "in a batch" });
        const read = { ...step("2", "/groups?$filter=displayName eq 'in a batch'"), dependsOn: ["1"] };
        const responses = await sendBatch([create, read]);
        const group = await responses.getResponseById("1").json();
        assert.equal(responses.getResponseById("1").status, 201);
        assert.deepEqual((await responses.getResponseById("2").json()).value.map(({ id }) => id), [group.id]);
        const path = `/groups/${group.id}`;
        const mixed = await sendBatch([
            changing("a", path, "PATCH", { description: "changed" }),
            changing("b", path, "PATCH", { unknown: 1 }),
            step("c", "/groups/none"),
        ]);
        assert(mixed.getResponseById("a").ok);
        const [unknown, missing] = [mixed.getResponseById("b"), mixed.getResponseById("c")];
        assert.deepEqual([unknown.status, (await unknown.json()).error.code], [400, "BadRequest"]);
        assert.deepEqual([missing.status, (await missing.json()).error.code], [404, "ResourceNotFound"]);
        const removed = await sendBatch([step("d", path, { method: "DELETE" })]);
        assert.equal(removed.getResponseById("d").status, 204);
    },

    async "throttled requests wait for Retry-After"() {
        const start = Date.now();
        assert.equal((await client.api("/groups/busy-read").get()).id, "busy-read");
        assert(Date.now() - start > 1000, `only ${Date.now() - start} ms`);
        await client.api("/groups/busy-write").patch({ description: "changed" });
        assert.equal((await client.api("/groups/busy-write").get()).description, "changed");
    },

    async "a throttled request in a batch"() {
        const steps = [step("1", "/groups/busy-in-batch"), step("2", "/groups/g1")];
        const responses = await sendBatch(steps);
        const throttled = responses.getResponseById("1");
        assert.deepEqual([throttled.status, throttled.headers.get("Retry-After")], [429, "1"]);
        assert.equal((await throttled.json()).error.code, "TooManyRequests");
        assert.equal(responses.getResponseById("2").status, 200);
        await new Promise((resolve) => setTimeout(resolve, 1000));
        assert.equal((await sendBatch([step("1", "/groups/busy-in-batch")])).getResponseById("1").status, 200);
    },

    async "etags: If-Match and 412, If-None-Match and 304"() {
        const path = "/planner/tasks/t1";
        const first = (await client.api(path).get())["@odata.etag"];
        const changed = await client.api(path).header("If-Match", first).header("Prefer", "return=representation").patch({ title: "Read" });
        assert.equal(changed.title, "Read");
        assert.notEqual(changed["@odata.etag"], first);
        await refused(client.api(path).header("If-Match", first).patch({ title: "Lost" }), 412, "PreconditionFailed");
        await refused(client.api(path).header("If-Match", first).delete(), 412, "PreconditionFailed");
        assert.equal((await client.api(path).get()).title, "Read");
        const copy = client.api(path).header("If-None-Match", changed["@odata.etag"]).responseType(ResponseType.RAW);
        assert.equal((await copy.get()).status, 304);
    },

    async "errors have a code, a message, a request id and a date"() {
        const error = await refused(client.api("/groups/none").get(), 404, "ResourceNotFound");
        assert.match(error.requestId, /^[0-9a-f-]{36}$/);
        assert.equal(error.headers.get("request-id"), error.requestId);
        assert(Math.abs(error.date - Date.now()) < 86_400_000, `${error.date}`);
        assert.equal(JSON.parse(error.body).innerError["request-id"], error.requestId);
        await refused(client.api("/groups/g1").patch({ displayName: 1 }), 400, "BadRequest");
        await refused(client.api("/groups").filter("nothing eq 1").get(), 400, "BadRequest");
        await refused(client.api("/nothing").get(), 404, "ResourceNotFound");
        await refused(client.api("/groups/g1").post({}), 405, "MethodNotAllowed");
        const expired = Client.init({ authProvider: (done) => done(null, "expired") });
        await refused(expired.api("/groups/g1").get(), 401, "InvalidAuthenticationToken");
    },
};
