package io.spillway.stream.filter;

import io.spillway.stream.filter.JsonReader.Limits;
import io.spillway.stream.filter.JsonValue.JsonObject;
import java.util.LinkedHashMap;

/** A compiled filter, safe for use by many threads. */
public final class Filter implements ParsedFilter {

    /** 64 KiB, counted as received, white space included. */
    public static final int MAX_BYTES = 65_536;

    /** Any JSON value is a node, the filter itself included. */
    public static final int MAX_NODES = 1_000;

    /** The filter is level 1. */
    public static final int MAX_LEVELS = 32;

    private static final Filter EVERYTHING = compileEmpty();

    private final Condition condition;

    private Filter(Condition condition) {
        this.condition = condition;
    }

    /** What an absent filter and <code>{}</code> mean: every event matches. */
    public static Filter everything() {
        return EVERYTHING;
    }

    /** Reads and checks a filter's JSON text. Never throws, whatever the bytes. */
    public static ParsedFilter parse(byte[] json) {
        if (json.length > MAX_BYTES) {
            return new Refusal(
                    "", "A filter has at most %,d bytes; this one has %,d.".formatted(MAX_BYTES, json.length));
        }
        try {
            return JsonReader.read(json, new Limits(MAX_LEVELS, MAX_NODES)) instanceof JsonObject filter
                    ? new Filter(FilterCompiler.compile(filter))
                    : new Refusal("", "A filter must be a JSON object.");
        } catch (Refused e) {
            return e.refusal();
        }
    }

    /** Whether the event is wanted. Never throws; the time is at most proportional to size of event × size of filter. */
    public boolean matches(EventView event) {
        return condition.matches(event.whole(), Trace.OFF);
    }

    /** The same answer, with what decided it. */
    public Explanation explain(EventView event) {
        var trace = Trace.on();
        return trace.explain(condition.matches(event.whole(), trace), condition.place());
    }

    private static Filter compileEmpty() {
        return new Filter(new Leaf.Container(Place.root(new JsonObject(new LinkedHashMap<>()))));
    }
}
