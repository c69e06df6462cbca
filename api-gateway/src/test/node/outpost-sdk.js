// Uses a running Spillway through Outpost's official SDK, as somebody would who comes from there: every method of it, each
// answer parsed by its strict schemas and its values looked at. Arguments: address of the API, key, the topics (two, with a
// comma between). Exit 0: all as it should be; else the report of the tests says what was not.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Outpost } from "@hookdeck/outpost-sdk";
import { APIErrorResponse, BadRequestError, NotFoundError, OutpostError, UnauthorizedError } from "@hookdeck/outpost-sdk/models/errors";

const [serverURL, key, topicList] = process.argv.slice(2);
const topics = topicList.split(",");
const [topic, otherTopic] = topics;

// ---- the SDK, and a note of what was called --------------------------------------------------------------------------

const called = new Set();
const groups = ["attempts", "configuration", "destinations", "events", "health", "metrics", "schemas", "tenants", "topics"];

function noted(object, prefix) {
  return new Proxy(object, {
    get(target, name) {
      const value = target[name];
      if (groups.includes(name)) return noted(value, `${name}.`);
      if (typeof value !== "function") return value;
      return (...given) => {
        called.add(prefix + name);
        return value.apply(target, given);
      };
    },
  });
}

const clientOf = (apiKey) => noted(new Outpost({ serverURL, apiKey }), "");
const outpost = clientOf(key);

function methods() {
  const own = (object) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter(
      (name) => name !== "constructor" && !name.startsWith("_") && !groups.includes(name) && typeof object[name] === "function",
    );
  const plain = new Outpost({ serverURL });
  return [...own(plain), ...groups.flatMap((group) => own(plain[group]).map((name) => `${group}.${name}`))];
}

// ---- somebody's endpoint ---------------------------------------------------------------------------------------------

const requests = [];
const statuses = { "/fails": () => 500, "/fails-twice": (nth) => (nth <= 2 ? 500 : 200) };
const receiver = createServer(async (request, response) => {
  const chunks = await request.toArray();
  requests.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
  const status = statuses[request.url]?.(seen(request.url).length) ?? 200;
  response.writeHead(status).end(status === 200 ? "" : "no");
});
const seen = (path) => requests.filter((request) => request.path === path);
const webhook = (path, more = {}) => ({ type: "webhook", topics: "*", config: { url: addressOf(path) }, ...more });
const addressOf = (path) => `http://127.0.0.1:${receiver.address().port}${path}`;

before(() => new Promise((listening) => receiver.listen(0, "127.0.0.1", listening)));
after(() => receiver.close().closeAllConnections());

after(() => assert.deepEqual(methods().filter((name) => !called.has(name)), [], "methods that nothing called"));

async function refused(promise, type, status, message) {
  const error = await promise.then(
    () => assert.fail("it was not refused"),
    (e) => e,
  );
  assert.ok(error instanceof type, `${error?.name}: ${error?.message}`);
  assert.equal(error.statusCode, status);
  if (message) assert.match(error.message, message);
  return error;
}

async function eventually(what, ready) {
  const until = Date.now() + 120_000;
  for (;;) {
    const found = await what();
    if (ready(found) || Date.now() > until) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const near = (date) => assert.ok(Math.abs(Date.now() - date.getTime()) < 120_000, `${date} is not now`);
const ids = (models) => models.map((model) => model.id);

async function tenant(id, ...destinations) {
  await outpost.tenants.upsert(id);
  for (const body of destinations) await outpost.destinations.create(id, body);
}

// ---- the deployment --------------------------------------------------------------------------------------------------

test("health", async () => {
  const health = await outpost.health.check();
  assert.equal(health.status, "healthy");
  near(health.timestamp);
  assert.ok(Object.keys(health.workers).length > 2);
  for (const worker of Object.values(health.workers)) assert.equal(worker.status, "healthy");
});

test("topics", async () => assert.deepEqual(await outpost.topics.list(), topics));

test("destination types, in Outpost's order", async () => {
  const types = await outpost.schemas.listDestinationTypes();
  assert.deepEqual(
    types.map((one) => one.type),
    ["webhook", "hookdeck", "aws_sqs", "aws_kinesis", "aws_s3", "gcp_pubsub", "azure_servicebus", "rabbitmq", "kafka"],
  );
  for (const type of types) {
    assert.deepEqual(await outpost.schemas.getDestinationType(type.type), type);
    assert.ok(type.label && type.description && type.instructions && type.icon.startsWith("<svg"), type.type);
  }
  const kafka = types.at(-1);
  assert.deepEqual(
    kafka.configFields.filter((field) => field.required).map((field) => field.key),
    ["brokers", "topic", "sasl_mechanism"],
  );
  assert.equal(kafka.credentialFields.find((field) => field.key === "password").sensitive, true);
});

test("configuration, which is read only", async () => {
  const config = await outpost.configuration.getManagedConfig();
  assert.equal(config.topics, topicList);
  assert.equal(config.topicsAllowWildcards, "false");
  assert.equal(config.deliveryTimeoutSeconds, "30");
  await refused(outpost.configuration.updateManagedConfig({ maxRetryLimit: "3" }), BadRequestError, 400, /environment variables/);
});

// ---- tenants ---------------------------------------------------------------------------------------------------------

test("tenants", async () => {
  const created = await outpost.tenants.upsert("t-1", { metadata: { plan: "gold", region: "eu" } });
  assert.equal(created.id, "t-1");
  assert.equal(created.destinationsCount, 0);
  assert.deepEqual(created.topics, []);
  assert.deepEqual(created.metadata, { plan: "gold", region: "eu" });
  near(created.createdAt);

  assert.deepEqual(await outpost.tenants.get("t-1"), created);
  const replaced = await outpost.tenants.upsert("t-1", { metadata: { plan: "free" } });
  assert.deepEqual(replaced.metadata, { plan: "free" });
  assert.deepEqual(replaced.createdAt, created.createdAt);
  assert.equal((await outpost.tenants.upsert("t-1")).metadata, undefined);
  assert.equal((await outpost.tenants.upsert("t-1", { metadata: null })).metadata, undefined);

  await outpost.destinations.create("t-1", webhook("/none", { topics: [otherTopic, topic] }));
  const counted = await outpost.tenants.get("t-1");
  assert.equal(counted.destinationsCount, 1);
  assert.deepEqual(counted.topics, [topic, otherTopic].sort());

  assert.deepEqual(await outpost.tenants.delete("t-1"), { success: true });
  await refused(outpost.tenants.get("t-1"), NotFoundError, 404, /tenant not found/);
  await refused(outpost.tenants.delete("t-1"), NotFoundError, 404);
  assert.deepEqual((await outpost.tenants.upsert("t-1")).topics, []);
  await refused(outpost.tenants.upsert("not a tenant"), APIErrorResponse, 422);
});

test("tenants in pages", async () => {
  const all = ["p-1", "p-2", "p-3", "p-4", "p-5"];
  for (const id of all) await outpost.tenants.upsert(id);
  const first = await outpost.tenants.list({ id: all, limit: 2, dir: "asc" });
  assert.deepEqual(ids(first.models), ["p-1", "p-2"]);
  assert.equal(first.count, 5);
  assert.deepEqual({ ...first.pagination, next: "" }, { orderBy: "created_at", dir: "asc", limit: 2, next: "", prev: null });

  const second = await outpost.tenants.list({ id: all, limit: 2, dir: "asc", next: first.pagination.next });
  const third = await outpost.tenants.list({ id: all, limit: 2, dir: "asc", next: second.pagination.next });
  assert.deepEqual(ids([...second.models, ...third.models]), ["p-3", "p-4", "p-5"]);
  assert.equal(third.pagination.next, null);
  const back = await outpost.tenants.list({ id: all, limit: 2, dir: "asc", prev: third.pagination.prev });
  assert.deepEqual(back.models, second.models);

  assert.deepEqual(ids((await outpost.tenants.list({ id: all })).models), all.toReversed());
  assert.deepEqual(ids((await outpost.tenants.list({ id: "p-3" })).models), ["p-3"]);
  assert.ok((await outpost.tenants.list({})).count >= 5);
  await refused(outpost.tenants.list({ limit: 101 }), BadRequestError, 400);
  await refused(outpost.tenants.list({ next: "!" }), BadRequestError, 400);
});

test("a tenant's token opens its tenant and no other", async () => {
  await tenant("token-a", webhook("/token", { id: "d" }));
  await tenant("token-b", webhook("/token", { id: "d" }));
  const given = await outpost.tenants.getToken("token-a");
  assert.equal(given.tenantId, "token-a");
  const portal = await outpost.tenants.getPortalUrl("token-a", "dark");
  assert.equal(portal.tenantId, "token-a");
  const address = new URL(portal.redirectUrl);
  assert.equal(address.origin, new URL(serverURL).origin);
  assert.equal(address.searchParams.get("theme"), "dark");
  await refused(outpost.tenants.getToken("nobody"), NotFoundError, 404);
  await refused(outpost.tenants.getPortalUrl("nobody"), NotFoundError, 404);

  for (const token of [given.token, address.searchParams.get("token")]) {
    const own = clientOf(token);
    assert.deepEqual(ids((await own.tenants.list({})).models), ["token-a"]);
    assert.equal((await own.destinations.get("token-a", "d")).id, "d");
    await refused(own.destinations.get("token-b", "d"), OutpostError, 403);
    await refused(own.tenants.getToken("token-a"), OutpostError, 403);
    await refused(own.publish({ tenantId: "token-a", topic, data: {} }), UnauthorizedError, 403);
    await refused(own.configuration.getManagedConfig(), OutpostError, 403);
  }
  await refused(clientOf("wrong").tenants.list({}), UnauthorizedError, 401);
  await refused(clientOf("wrong").topics.list(), UnauthorizedError, 401);
});

// ---- destinations ----------------------------------------------------------------------------------------------------

const aws = { key: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMIK7MDENG", session: "session-token-0123" };
const masked = (text) => text.slice(0, 4) + "*".repeat(text.length - 4);
const maskedAws = { key: masked(aws.key), secret: masked(aws.secret), session: masked(aws.session) };
const account = JSON.stringify({ type: "service_account", project_id: "p" });
const bus = "Endpoint=sb://space.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=abcdefgh";

/** For each type: what it is made with, what of it is shown otherwise, and a change with what the change leads to. */
const kinds = {
  webhook: {
    made: { config: { url: "https://example.com/hooks", customHeaders: '{"x-api":"1"}' }, credentials: { secret: "whsec_chosen-by-admin" } },
    change: { config: { url: "https://example.com/others" } },
    changed: { config: { url: "https://example.com/others", customHeaders: '{"x-api":"1"}' } },
    target: "https://example.com/hooks",
  },
  hookdeck: {
    made: { credentials: { token: btoa("src_0123456789:secret-of-it") } },
    shown: { config: {}, credentials: { token: masked(btoa("src_0123456789:secret-of-it")) } },
    change: { credentials: { token: btoa("src_9876543210:secret-of-it") } },
    changed: { credentials: { token: masked(btoa("src_9876543210:secret-of-it")) } },
  },
  aws_sqs: {
    made: { config: { queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders" }, credentials: aws },
    shown: { credentials: maskedAws },
    change: { config: { queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/others" } },
    changed: { config: { queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/others" }, credentials: maskedAws },
    target: "orders",
  },
  aws_kinesis: {
    made: { config: { streamName: "orders", region: "eu-west-1", partitionKeyTemplate: "data.id" }, credentials: aws },
    shown: { credentials: maskedAws },
    change: { config: { region: "us-east-2" }, credentials: { key: "AKIAOTHER" } },
    changed: {
      config: { streamName: "orders", region: "us-east-2", partitionKeyTemplate: "data.id" },
      credentials: { ...maskedAws, key: "*********" },
    },
  },
  aws_s3: {
    made: { config: { bucket: "orders", region: "eu-west-1", storageClass: "GLACIER", keyTemplate: 'join("/", [metadata.topic])' }, credentials: aws },
    shown: { credentials: maskedAws },
    change: { config: { storageClass: "STANDARD" } },
    changed: { config: { bucket: "orders", region: "eu-west-1", storageClass: "STANDARD", keyTemplate: 'join("/", [metadata.topic])' } },
  },
  gcp_pubsub: {
    made: { config: { projectId: "project-1", topic: "orders" }, credentials: { serviceAccountJson: account } },
    shown: { credentials: { serviceAccountJson: masked(account) } },
    change: { config: { topic: "others" } },
    changed: { config: { projectId: "project-1", topic: "others" } },
  },
  azure_servicebus: {
    made: { config: { name: "orders" }, credentials: { connectionString: bus } },
    shown: { credentials: { connectionString: masked(bus) } },
    change: { config: { name: "others" } },
    changed: { config: { name: "others" } },
  },
  rabbitmq: {
    made: { config: { serverUrl: "rabbit.example.com:5671/vhost", exchange: "orders", tls: "true" }, credentials: { username: "guest-user", password: "guest-password" } },
    shown: { credentials: { username: "guest-user", password: masked("guest-password") } },
    change: { config: { exchange: "others", tls: "false" } },
    changed: { config: { serverUrl: "rabbit.example.com:5671/vhost", exchange: "others", tls: "false" } },
  },
  kafka: {
    made: {
      config: { brokers: "a.example.com:9092,b.example.com:9092", topic: "orders", saslMechanism: "scram-sha-256", tls: "true" },
      credentials: { username: "somebody-1", password: "password-of-somebody" },
    },
    shown: { credentials: { username: "somebody-1", password: masked("password-of-somebody") } },
    change: { config: { saslMechanism: "plain" }, credentials: { password: "short" } },
    changed: {
      config: { brokers: "a.example.com:9092,b.example.com:9092", topic: "orders", saslMechanism: "plain", tls: "true" },
      credentials: { username: "somebody-1", password: "*****" },
    },
  },
};

for (const [type, kind] of Object.entries(kinds)) {
  test(`destinations of type ${type}`, async () => {
    const owner = `types-${type}`;
    await tenant(owner);
    const created = await outpost.destinations.create(owner, {
      type,
      id: "d",
      topics: [topic],
      filter: { data: { amount: { $gte: 10 } } },
      deliveryMetadata: { "x-source": "tests" },
      metadata: { team: "payments", other: "one" },
      ...kind.made,
    });
    assert.equal(created.id, "d");
    assert.equal(created.type, type);
    assert.deepEqual(created.topics, [topic]);
    assert.deepEqual(created.filter, { data: { amount: { $gte: 10 } } });
    assert.deepEqual(created.deliveryMetadata, { "x-source": "tests" });
    assert.deepEqual(created.metadata, { team: "payments", other: "one" });
    assert.equal(created.disabledAt, null);
    near(created.createdAt);
    near(created.updatedAt);
    for (const part of ["config", "credentials"]) assert.deepEqual(created[part], (kind.shown ?? {})[part] ?? kind.made[part], part);
    if (kind.target) assert.equal(created.target, kind.target);
    assert.ok(created.target, "a label for people");

    assert.deepEqual(await outpost.destinations.get(owner, "d"), created);
    assert.deepEqual(await outpost.destinations.list(owner), [created]);
    // The SDK itself knows no filter by kafka.
    const named = type === "kafka" ? undefined : type;
    assert.deepEqual(await outpost.destinations.list(owner, named && [named, "aws_s3"], topic), [created]);
    assert.deepEqual(await outpost.destinations.list(owner, named, [topic, otherTopic]), []);
    assert.deepEqual(await outpost.destinations.list(owner, type === "webhook" ? "rabbitmq" : "webhook"), []);

    const changed = await outpost.destinations.update(owner, "d", {
      type,
      topics: "*",
      filter: null,
      metadata: { other: null, new: "two" },
      deliveryMetadata: null,
      ...kind.change,
    });
    assert.deepEqual(changed.topics, ["*"]);
    assert.equal(changed.filter, undefined);
    assert.deepEqual(changed.metadata, { team: "payments", new: "two" });
    assert.equal(changed.deliveryMetadata, undefined);
    assert.deepEqual(changed.createdAt, created.createdAt);
    assert.ok(changed.updatedAt >= created.updatedAt);
    for (const [part, value] of Object.entries(kind.changed)) assert.deepEqual(changed[part], value, part);

    const disabled = await outpost.destinations.disable(owner, "d");
    near(disabled.disabledAt);
    assert.deepEqual({ ...disabled, disabledAt: null }, changed);
    assert.deepEqual(await outpost.destinations.disable(owner, "d"), disabled);
    assert.deepEqual(await outpost.destinations.enable(owner, "d"), changed);
    const since = new Date("2026-01-02T03:04:05.678Z");
    assert.deepEqual((await outpost.destinations.update(owner, "d", { type, disabledAt: since })).disabledAt, since);
    assert.equal((await outpost.destinations.update(owner, "d", { type, disabledAt: null })).disabledAt, null);

    assert.deepEqual(await outpost.destinations.delete(owner, "d"), { success: true });
    assert.deepEqual(await outpost.destinations.list(owner), []);
    for (const gone of ["get", "delete", "enable", "disable"])
      await refused(outpost.destinations[gone](owner, "d"), NotFoundError, 404, /destination not found/);
    await refused(outpost.destinations.update(owner, "d", { type }), NotFoundError, 404, /destination not found/);
  });
}

test("destinations with nothing but what is needed, and with null for the rest", async () => {
  await tenant("sparse");
  const made = await outpost.destinations.create("sparse", {
    ...webhook("/none"),
    filter: null,
    deliveryMetadata: null,
    metadata: null,
    createdAt: null,
    updatedAt: null,
    disabledAt: null,
  });
  assert.match(made.id, /^[0-9a-f-]{36}$/);
  assert.match(made.credentials.secret, /^whsec_[0-9a-f]{64}$/);
  assert.deepEqual([made.filter, made.deliveryMetadata, made.metadata, made.disabledAt], [undefined, undefined, undefined, null]);
  assert.deepEqual(Object.keys(await outpost.destinations.get("sparse", made.id)), Object.keys(made));
});

test("destinations of the past", async () => {
  await tenant("past");
  const [createdAt, updatedAt, disabledAt] = ["2025-01-01T00:00:00.000Z", "2025-02-01T00:00:00.000Z", "2025-03-01T00:00:00.000Z"].map((t) => new Date(t));
  const made = await outpost.destinations.create("past", webhook("/none", { id: "old", createdAt, updatedAt, disabledAt }));
  assert.deepEqual([made.createdAt, made.updatedAt, made.disabledAt], [createdAt, updatedAt, disabledAt]);
  await outpost.destinations.create("past", webhook("/none", { id: "new" }));
  assert.deepEqual(ids(await outpost.destinations.list("past")), ["old", "new"]);
});

test("what a destination must not be", async () => {
  await tenant("refusals", webhook("/none", { id: "taken" }));
  const create = (body) => outpost.destinations.create("refusals", body);
  await refused(outpost.destinations.create("nobody", webhook("/none")), NotFoundError, 404, /tenant not found/);
  await refused(outpost.destinations.list("nobody"), NotFoundError, 404);
  await refused(create(webhook("/none", { id: "taken" })), OutpostError, 400, /destination already exists/);
  await refused(create(webhook("/none", { topics: ["unheard.of"] })), APIErrorResponse, 422, /invalid topics/);
  const url = await refused(create({ type: "webhook", topics: "*", config: { url: "nowhere" } }), APIErrorResponse, 422, /validation error/);
  assert.deepEqual(url.data, ["config.url failed pattern validation"]);
  await refused(outpost.destinations.update("refusals", "taken", { type: "kafka" }), APIErrorResponse, 422, /type cannot be updated/);
});

test("rotation of a webhook's secret", async () => {
  await tenant("rotating", webhook("/none", { id: "d" }));
  const before = await outpost.destinations.get("rotating", "d");
  const after = await outpost.destinations.update("rotating", "d", { type: "webhook", credentials: { rotateSecret: true } });
  assert.equal(after.credentials.previousSecret, before.credentials.secret);
  assert.notEqual(after.credentials.secret, before.credentials.secret);
  const hours = (after.credentials.previousSecretInvalidAt - Date.now()) / 3_600_000;
  assert.ok(hours > 23.9 && hours < 24.1);
});

// ---- events ----------------------------------------------------------------------------------------------------------

test("publish, and what can be seen of it", async () => {
  await tenant("pub", webhook("/pub", { id: "all" }), webhook("/pub-other", { id: "other", topics: [otherTopic] }), webhook("/fails", { id: "failing" }));
  const data = { order: 1, text: "café €", nested: { list: [1, "two", null, true] } };
  const time = new Date("2026-05-06T07:08:09.123Z");
  const event = { id: "e-1", tenantId: "pub", topic, time, metadata: { source: "shop" }, eligibleForRetry: false, data };

  const published = await outpost.publish(event);
  assert.deepEqual({ ...published, destinationIds: published.destinationIds.toSorted() }, { id: "e-1", duplicate: false, destinationIds: ["all", "failing"] });
  const again = await outpost.publish(event);
  assert.equal(again.duplicate, true);
  assert.deepEqual(again.destinationIds.toSorted(), ["all", "failing"]);
  assert.equal((await outpost.publish({ ...event, tenantId: "nobody" })).duplicate, false, "another tenant's id is another event");

  const one = await outpost.publish({ tenantId: "pub", topic: otherTopic, destinationId: "other", data: { n: 2 } });
  assert.match(one.id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(one.destinationIds, ["other"]);
  assert.deepEqual((await outpost.publish({ id: "e-none", tenantId: "pub", topic, destinationId: "other", data: {} })).destinationIds, []);
  assert.deepEqual((await outpost.publish({ tenantId: "nobody", topic, data: {} })).destinationIds, []);
  for (const missing of [undefined, "unheard.of"])
    await refused(outpost.publish({ tenantId: "pub", topic: missing, data: {} }), BadRequestError, 422, /validation error/);

  const stored = await outpost.events.get("e-1", "pub");
  assert.deepEqual(
    { ...stored, matchedDestinationIds: stored.matchedDestinationIds.toSorted() },
    { id: "e-1", tenantId: "pub", matchedDestinationIds: ["all", "failing"], topic, time, metadata: { source: "shop" }, data },
  );
  await refused(outpost.events.get("e-1", "rotating"), NotFoundError, 404, /event not found/);
  await refused(outpost.events.get("nothing"), NotFoundError, 404);

  const events = (more) => outpost.events.list({ tenantId: "pub", ...more }).then((page) => ids(page.models));
  assert.deepEqual(new Set(await events()), new Set(["e-1", one.id, "e-none"]));
  assert.deepEqual(await events({ topic: otherTopic }), [one.id]);
  assert.deepEqual(await events({ topic: [otherTopic, "unheard.of"] }), [one.id]);
  assert.deepEqual(await events({ destinationId: ["all", "nobody"] }), ["e-1"]);
  assert.deepEqual(await events({ id: ["e-1", "e-2"] }), ["e-1"]);
  assert.deepEqual(await events({ time: { lt: new Date("2026-06-01T00:00:00Z") } }), ["e-1"]);
  assert.deepEqual(await events({ time: { gte: time, lte: time } }), ["e-1"]);
  assert.deepEqual(await events({ time: { gt: time, lt: new Date("2026-06-01T00:00:00Z") } }), []);
  assert.equal((await events({ dir: "asc" }))[0], "e-1");
  assert.deepEqual(await events({ tenantId: ["nobody", "token-a"] }), []);

  const page = await outpost.events.list({ tenantId: "pub", limit: 1, dir: "asc" });
  assert.deepEqual({ ...page.pagination, next: "" }, { orderBy: "time", dir: "asc", limit: 1, next: "", prev: null });
  const next = await outpost.events.list({ tenantId: "pub", limit: 1, dir: "asc", next: page.pagination.next });
  assert.equal(next.models.length, 1);
  assert.notEqual(next.models[0].id, "e-1");
  const back = await outpost.events.list({ tenantId: "pub", limit: 1, dir: "asc", prev: next.pagination.prev });
  assert.deepEqual(back.models, page.models);

  const [got] = await eventually(
    () => seen("/pub"),
    (found) => found.length > 0,
  );
  assert.deepEqual(JSON.parse(got.body), data);
  assert.equal(got.headers["x-outpost-event-id"], "e-1");
  assert.equal(got.headers["x-outpost-topic"], topic);
  assert.equal(got.headers["x-outpost-source"], "shop");
});

test("attempts: lists, filters and what may be included", async () => {
  await tenant("att", webhook("/att", { id: "good", metadata: { team: "a" } }), webhook("/fails", { id: "bad", topics: [topic] }));
  const begin = new Date();
  await outpost.publish({ id: "a-1", tenantId: "att", topic, eligibleForRetry: false, metadata: { k: "v" }, data: { n: 1 } });
  await outpost.publish({ id: "a-2", tenantId: "att", topic: otherTopic, eligibleForRetry: false, data: { n: 2 } });
  const list = (more) => outpost.attempts.list({ tenantId: "att", ...more });
  const { models } = await eventually(list, (page) => page.models.length === 3);

  assert.deepEqual(
    models.map((one) => `${one.eventId} ${one.destinationId} ${one.status} ${one.code}`).toSorted(),
    ["a-1 bad failed 500", "a-1 good success 200", "a-2 good success 200"],
  );
  for (const one of models) {
    assert.equal(one.tenantId, "att");
    assert.equal(one.attemptNumber, 1);
    assert.equal(one.manual, false);
    near(one.time);
    assert.deepEqual([one.event, one.responseData, one.destination], [undefined, undefined, undefined]);
  }
  const of = (more) => list(more).then((page) => page.models.map((one) => `${one.eventId} ${one.destinationId}`).toSorted());
  const [badOne, goodOne, goodTwo] = ["a-1 bad", "a-1 good", "a-2 good"];
  assert.deepEqual(await of({ eventId: "a-1" }), [badOne, goodOne]);
  assert.deepEqual(await of({ eventId: ["a-1", "a-2"] }), [badOne, goodOne, goodTwo]);
  assert.deepEqual(await of({ destinationId: ["good"] }), [goodOne, goodTwo]);
  assert.deepEqual(await of({ destinationType: ["webhook", "rabbitmq"] }), [badOne, goodOne, goodTwo]);
  assert.deepEqual(await of({ destinationType: "rabbitmq" }), []);
  assert.deepEqual(await of({ status: "failed" }), [badOne]);
  assert.deepEqual(await of({ status: "success" }), [goodOne, goodTwo]);
  assert.deepEqual(await of({ topic: otherTopic }), [goodTwo]);
  assert.deepEqual(await of({ time: { lt: begin } }), []);
  assert.deepEqual(await of({ time: { gte: begin } }), [badOne, goodOne, goodTwo]);
  assert.deepEqual(await of({ tenantId: "nobody" }), []);
  const times = (await list({ dir: "asc" })).models.map((one) => one.time.getTime());
  assert.deepEqual(times, times.toSorted((a, b) => a - b));

  const pages = [];
  for (let next; next !== null; ) {
    const page = await list({ limit: 1, next });
    pages.push(...ids(page.models));
    next = page.pagination.next;
  }
  assert.deepEqual(pages, ids((await list()).models));

  const [plain] = (await list({ eventId: "a-1", status: "success", include: "event" })).models;
  assert.deepEqual({ ...plain.event, time: 0 }, { id: "a-1", tenantId: "att", topic, time: 0, eligibleForRetry: false, metadata: { k: "v" } });
  const [full] = (await list({ eventId: "a-1", status: "failed", include: ["event.data", "response_data", "destination"] })).models;
  assert.deepEqual(full.event.data, { n: 1 });
  assert.equal(full.responseData.status, 500);
  assert.equal(full.responseData.body, "no");
  assert.deepEqual(full.destination, await outpost.destinations.get("att", "bad"));

  assert.deepEqual(await outpost.attempts.get(full.id, "att", ["event.data", "response_data", "destination"]), full);
  assert.deepEqual(await outpost.attempts.get(full.id), models.find((one) => one.id === full.id));
  await refused(outpost.attempts.get(full.id, "pub"), NotFoundError, 404, /attempt not found/);
  await refused(outpost.attempts.get("nothing"), NotFoundError, 404);

  const ofGood = await outpost.destinations.listAttempts({ tenantId: "att", destinationId: "good", eventId: ["a-2"], include: ["event"] });
  assert.deepEqual(ofGood.models.map((one) => one.event.id), ["a-2"]);
  assert.equal(ofGood.pagination.limit, 100);
  const { id } = ofGood.models[0];
  assert.deepEqual(await outpost.destinations.getAttempt("att", "good", id, "event"), ofGood.models[0]);
  await refused(outpost.destinations.getAttempt("att", "bad", id), NotFoundError, 404);
});

test("retries, by themselves and by hand", async () => {
  await tenant("again", webhook("/fails-twice", { id: "d" }), webhook("/none", { id: "off", topics: [otherTopic] }));
  await outpost.publish({ id: "r-1", tenantId: "again", topic, data: {} });
  const attempts = (n) =>
    eventually(
      () => outpost.attempts.list({ tenantId: "again", dir: "asc" }).then((page) => page.models),
      (models) => models.length >= n,
    ).then((models) => models.map((one) => `${one.attemptNumber} ${one.status}${one.manual ? " by hand" : ""}`));
  assert.deepEqual(await attempts(3), ["1 failed", "2 failed", "3 success"]);

  assert.deepEqual(await outpost.retry({ eventId: "r-1", destinationId: "d" }), { success: true });
  assert.deepEqual(await attempts(4), ["1 failed", "2 failed", "3 success", "4 success by hand"]);
  await refused(outpost.retry({ eventId: "nothing", destinationId: "d" }), NotFoundError, 404, /event not found/);
  await refused(outpost.retry({ eventId: "r-1", destinationId: "nothing" }), NotFoundError, 404, /destination not found/);
  await refused(outpost.retry({ eventId: "r-1", destinationId: "off" }), OutpostError, 400, /does not match/);
  await outpost.destinations.disable("again", "d");
  await refused(outpost.retry({ eventId: "r-1", destinationId: "d" }), OutpostError, 400, /disabled/);
});

// ---- metrics ---------------------------------------------------------------------------------------------------------

test("metrics", async () => {
  await tenant("met", webhook("/met", { id: "good" }), webhook("/fails", { id: "bad" }));
  for (const n of [1, 2]) await outpost.publish({ tenantId: "met", topic, eligibleForRetry: false, data: { n } });
  await eventually(() => outpost.attempts.list({ tenantId: "met" }), (page) => page.models.length === 4);
  const time = { start: new Date(Date.now() - 3_600_000), end: new Date(Date.now() + 3_600_000) };
  const settled = (ask, count) =>
    eventually(ask, (answer) => answer.data.reduce((sum, row) => sum + row.metrics.count, 0) === count);

  const events = await settled(
    () => outpost.metrics.getEventMetrics({ time, measures: ["count", "rate"], dimensions: ["topic", "destination_id"], filtersTenantId: "met", filtersTopic: [topic] }),
    4,
  );
  assert.deepEqual(
    events.data.map((row) => [row.dimensions, row.metrics.count, row.timeBucket]),
    ["bad", "good"].map((id) => [{ topic, destination_id: id }, 2, undefined]),
  );
  assert.deepEqual([events.metadata.rowCount, events.metadata.rowLimit, events.metadata.truncated], [2, 100000, false]);

  const measures = ["count", "successful_count", "failed_count", "error_rate", "first_attempt_count", "retry_count", "manual_retry_count", "avg_attempt_number", "rate", "successful_rate", "failed_rate"];
  const total = await settled(() => outpost.metrics.getAttemptMetrics({ time, measures, filtersTenantId: ["met"] }), 4);
  assert.equal(total.data.length, 1);
  assert.deepEqual(Object.keys(total.data[0].metrics).toSorted(), measures.toSorted());
  const { count, successful_count, failed_count, error_rate, first_attempt_count, avg_attempt_number } = total.data[0].metrics;
  assert.deepEqual([count, successful_count, failed_count, error_rate, first_attempt_count, avg_attempt_number], [4, 2, 2, 0.5, 4, 1]);

  const dimensions = ["tenant_id", "destination_id", "destination_type", "topic", "status", "code", "manual", "attempt_number"];
  const byAll = await outpost.metrics.getAttemptMetrics({
    time,
    measures: "count",
    dimensions,
    filtersTenantId: "met",
    filtersDestinationId: ["bad", "good"],
    filtersDestinationType: "webhook",
    filtersTopic: topic,
    filtersStatus: ["failed"],
    filtersCode: ["500", "200"],
    filtersManual: "false",
    filtersAttemptNumber: "1",
  });
  const failed = { tenant_id: "met", destination_id: "bad", destination_type: "webhook", topic, status: "failed", code: "500", manual: "false", attempt_number: "1" };
  assert.deepEqual(byAll.data, [{ timeBucket: undefined, dimensions: failed, metrics: { count: 2 } }].map(({ timeBucket, ...row }) => row));

  const hourly = await outpost.metrics.getAttemptMetrics({ time, granularity: "1h", measures: ["count"], filtersTenantId: "met" });
  assert.equal(hourly.metadata.granularity, "1h");
  assert.ok(hourly.data.length >= 2 && hourly.data.length <= 3);
  assert.equal(hourly.data.reduce((sum, row) => sum + row.metrics.count, 0), 4);
  for (const row of hourly.data) assert.equal(row.timeBucket.getTime() % 3_600_000, 0);
  await refused(outpost.metrics.getAttemptMetrics({ time, granularity: "5y", measures: ["count"] }), BadRequestError, 400);
  await refused(outpost.metrics.getEventMetrics({ time: { start: time.end, end: time.start }, measures: ["count"] }), BadRequestError, 400);

  const own = clientOf((await outpost.tenants.getToken("met")).token);
  assert.equal((await own.metrics.getEventMetrics({ time, measures: "count" })).data[0].metrics.count, 2);
  await refused(own.metrics.getEventMetrics({ time, measures: "count", filtersTenantId: "pub" }), APIErrorResponse, 403);
  await refused(own.metrics.getAttemptMetrics({ time, measures: "count", dimensions: ["tenant_id"] }), APIErrorResponse, 403);
});
