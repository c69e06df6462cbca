package io.spillway.destination;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.burt.jmespath.jcf.JcfRuntime;
import io.burt.jmespath.parser.ParseException;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Expressions in JMESPath (jmespath.org) that make a key of an event. */
public final class Template {

    private static final int MAX_LENGTH = 1_024;
    private static final int MAX_KEY_LENGTH = 64 * 1024;
    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(Object.class);

    private Template() {}

    /** Whether this is such an expression, of at most 1,024 characters. */
    public static boolean isWellFormed(String expression) {
        if (expression.length() > MAX_LENGTH) {
            return false;
        }
        try {
            new JcfRuntime().compile(expression);
            return true;
        } catch (ParseException | IllegalArgumentException | StackOverflowError e) {
            return false;
        }
    }

    /**
     * What the expression makes of {@code metadata}, {@code data} and what is given besides; absent where it is blank, or
     * yields nothing, an array or an object.
     *
     * @param more name → value, as {@code time}
     * @throws IllegalArgumentException where the expression fails on this event, or grows beyond what a key is worth
     */
    public static Optional<String> key(
            String expression, Delivery delivery, Map<String, String> metadata, Map<String, ?> more) {
        if (expression.isBlank()) {
            return Optional.empty();
        }
        var event = new HashMap<String, Object>(more);
        event.put("metadata", metadata);
        event.put("data", data(delivery));
        var key = text(found(expression, event)).filter(text -> !text.isEmpty());
        if (key.filter(text -> text.length() > MAX_KEY_LENGTH).isPresent()) {
            throw new IllegalArgumentException("the key is longer than " + MAX_KEY_LENGTH + " characters");
        }
        return key;
    }

    private static Object found(String expression, Map<String, Object> event) {
        try {
            return new ThriftyRuntime().compile(expression).search(event);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("the template cannot be used on this event", e);
        }
    }

    private static Object data(Delivery delivery) {
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            throw new IllegalArgumentException("the event's data are not at hand");
        }
        try {
            Object tree = JSON.readValue(body);
            return tree == null ? Map.of() : tree;
        } catch (JacksonException e) {
            return Map.of();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static Optional<String> text(Object found) {
        return switch (found) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case Number number -> Optional.of(number.toString());
            case Boolean bool -> Optional.of(bool.toString());
            default -> Optional.empty();
        };
    }
}
