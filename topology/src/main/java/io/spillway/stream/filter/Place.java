package io.spillway.stream.filter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a filter.
 *
 * @param parent none for the whole filter
 * @param step the key or index that leads here from the parent
 * @param operator the operator that {@code step} names, if it does
 * @param value what stands here
 */
record Place(@Nullable Place parent, String step, Optional<Operator> operator, JsonValue value) {

    static Place root(JsonValue filter) {
        return new Place(null, "", Optional.empty(), filter);
    }

    Place field(String key, JsonValue below) {
        return new Place(this, key, Optional.empty(), below);
    }

    Place element(int index, JsonValue below) {
        return new Place(this, Integer.toString(index), Optional.empty(), below);
    }

    Place operator(Operator key, JsonValue argument) {
        return new Place(this, key.symbol(), Optional.of(key), argument);
    }

    /**
     * The way here as an RFC 6901 pointer; built when asked for, since a thousand nodes below one long key would keep a thousand
     * copies of it.
     */
    String pointer() {
        var text = new StringBuilder();
        write(text);
        return text.toString();
    }

    private void write(StringBuilder text) {
        if (parent != null) {
            parent.write(text);
            text.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
    }
}
