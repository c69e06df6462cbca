package io.spillway.destination;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Response;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** The outcomes of types whose other side answers in a client library's words. */
public final class Answer {

    private static final int MAX_TEXT = 1_024;
    private static final int WORTH_HIDING = 4;

    private Answer() {}

    /** It was taken; {@code told} is what the other side said, name → text. */
    public static Outcome delivered(Map<String, String> told) {
        return new Outcome.Delivered(response("OK", told));
    }

    /**
     * The other side answered, and refused.
     *
     * @param code its word for the reason, shown as the attempt's code
     * @param message one sentence of ours
     * @param told what it said; credentials in it are blanked out, and long texts cut
     */
    public static Outcome.Failed refused(String code, String message, Map<String, String> told, Settings settings) {
        var node = JsonNodeFactory.instance.objectNode();
        told.forEach((name, text) -> node.put(name, cut(blanked(text, settings))));
        return new Outcome.Failed(Failure.STATUS, message, Optional.of(new Response(cut(code), node.toString())));
    }

    /** Nobody answered. */
    public static Outcome.Failed failed(Failure failure, String message) {
        return new Outcome.Failed(failure, message, Optional.empty());
    }

    private static Response response(String code, Map<String, String> told) {
        var node = JsonNodeFactory.instance.objectNode();
        told.forEach((name, text) -> node.put(name, cut(text)));
        return new Response(code, node.toString());
    }

    private static String blanked(String text, Settings settings) {
        // The longest first: one may hold another, whose blank would leave the rest to be read.
        return settings.credentials().values().stream()
                .filter(secret -> secret.length() >= WORTH_HIDING)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (left, secret) -> left.replace(secret, "***"));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
