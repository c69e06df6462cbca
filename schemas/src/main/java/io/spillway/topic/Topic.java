package io.spillway.topic;

import org.apache.kafka.common.serialization.Serde;

/** A topic: what it is called, how its records are written, how it is laid out. */
public record Topic<K, V>(String name, Serde<K> keys, Serde<V> values, Layout layout) {}
