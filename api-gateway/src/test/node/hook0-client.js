// Publishes through Hook0's own client. Arguments: address of the API, application, token, id of the event (empty: left to the
// server), its type, its payload, its labels as JSON. Prints what the client returns, or its error with exit 1.
import { Event, Hook0Client } from "hook0-client";

const [url, application, token, id, type, payload, labels] = process.argv.slice(2);
const client = new Hook0Client(url, application, token);
try {
  const added = await client.upsertEventTypes([type]);
  const event = new Event(type, payload, "application/json", JSON.parse(labels), { source: "shop" }, new Date(), id || undefined);
  console.log(JSON.stringify({ added, sent: await client.sendEvent(event) }));
} catch (e) {
  console.log(e.message);
  process.exitCode = 1;
}
