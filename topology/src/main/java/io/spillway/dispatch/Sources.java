package io.spillway.dispatch;

import io.spillway.stored.BrokerClock;
import io.spillway.stored.StoredRecords;
import io.spillway.wire.SchemaLookup;

/** Where the dispatcher looks things up: data that did not travel along, the time, and schemas of a newer release. */
public record Sources(StoredRecords stored, BrokerClock clock, SchemaLookup schemas) {}
