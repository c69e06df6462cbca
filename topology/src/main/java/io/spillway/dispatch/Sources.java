package io.spillway.dispatch;

import io.spillway.payload.Payloads;
import io.spillway.stored.BrokerClock;
import io.spillway.stored.StoredRecords;
import io.spillway.wire.SchemaLookup;

/** Where the dispatcher looks things up: data that did not travel along, the time, schemas of a newer release, and keys. */
public record Sources(StoredRecords stored, BrokerClock clock, SchemaLookup schemas, Payloads payloads) {}
