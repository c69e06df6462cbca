package io.spillway.destination.transform;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.io.IOException;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** One expression, read and applied to one event's data. */
final class Evaluation {

    static final String TOO_DEEP = "it nests or recurses too deep";
    /** Expressions within each other, as the library counts them. */
    private static final int MAX_DEPTH = 2_000;

    private final Request request;
    private final int maxBytes;

    Evaluation(Request request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    static String tooSlow(Request request) {
        return "it takes more than " + request.time().toMillis() + " ms";
    }

    /** Throws an {@link Error} where the process is not to be used any more. */
    Answer answer() {
        Jsonata expression;
        try {
            expression = Jsonata.jsonata(request.expression());
        } catch (RuntimeException e) {
            return Answer.refused(unreadable(e));
        }
        if (request.data().isEmpty()) {
            return Answer.made(new byte[0]);
        }
        try {
            return applied(expression, request.data().get());
        } catch (JException e) {
            return Answer.refused(reason(e));
        } catch (IOException | RuntimeException e) {
            return Answer.refused("it fails: " + e.getMessage());
        }
    }

    private Answer applied(Jsonata expression, byte[] data) throws IOException {
        var tree = new JsonTree(maxBytes);
        @Nullable Object input = tree.read(data);
        var frame = expression.createFrame();
        frame.setRuntimeBounds(request.time().toMillis(), MAX_DEPTH);
        @Nullable Object made = expression.evaluate(input, frame);
        return made instanceof Map<?, ?> object
                ? Answer.made(tree.write(object))
                : Answer.refused("it makes " + JsonTree.kind(made) + ", and an event's data are an object");
    }

    private static String unreadable(RuntimeException e) {
        return switch (e) {
            case JException known -> placed(known);
            case PatternSyntaxException pattern -> "a regular expression cannot be read: " + pattern.getDescription();
            // The library reads beyond the end of what is not finished.
            case IndexOutOfBoundsException ignored -> "it ends too early";
            default -> "it cannot be read";
        };
    }

    private String reason(JException e) {
        var text = String.valueOf(e.getError());
        if (text.startsWith("Expression evaluation timeout")) {
            return tooSlow(request);
        }
        return text.startsWith("Stack overflow") ? TOO_DEEP : placed(e);
    }

    private static String placed(JException e) {
        var message = String.valueOf(e.getMessage());
        return e.getLocation() >= 0 ? message + " at position " + e.getLocation() : message;
    }
}
