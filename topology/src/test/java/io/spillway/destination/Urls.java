package io.spillway.destination;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lists of URLs, as they may be given for an endpoint. */
public final class Urls {

    /** The group of spellings of the machine itself. */
    public static final String ITSELF = "the machine itself";

    private Urls() {}

    /** Those that must not be reached, by groups; {@code {port}} stands for the port of a listener. */
    public static Map<String, List<String>> forbidden() {
        return read("/forbidden-urls.json", new TypeReference<>() {});
    }

    public static List<String> forbidden(int port) {
        return forbidden().values().stream()
                .flatMap(Collection::stream)
                .map(url -> url.replace("{port}", Integer.toString(port)))
                .toList();
    }

    /** Those with which nothing is wrong. */
    public static List<String> permitted() {
        return read("/public-urls.json", new TypeReference<>() {});
    }

    private static <T> T read(String resource, TypeReference<T> type) {
        try (var in = Objects.requireNonNull(Urls.class.getResourceAsStream(resource), resource)) {
            return new ObjectMapper().readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
