package io.spillway.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Every version of our schemas that a release wrote: resources {@code schemas/<version>/<name>.avsc}, frozen. */
final class SchemaVersions {

    /** Oldest first. A release that changes a schema adds its own. */
    static final List<String> ALL = List.of("v1", "v2", "v3", "v4");

    private SchemaVersions() {}

    /** The number of the newest. */
    static int newest() {
        return Integer.parseInt(ALL.getLast().substring(1));
    }

    /** The frozen versions of a schema, oldest first. */
    static List<Schema> of(String name) {
        return ALL.stream().flatMap(version -> read(version, name)).toList();
    }

    /** The schema as others see it: without what the generated classes say about Java's strings. */
    static Schema plain(Schema generated) {
        var text = generated
                .toString()
                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                .replace(",\"avro.java.string\":\"String\"", "");
        return new Schema.Parser().parse(text);
    }

    /** The schema as this version changed it; none where it did not. */
    static Stream<Schema> read(String version, String name) {
        var path = "/schemas/" + version + "/" + name + ".avsc";
        try (var in = SchemaVersions.class.getResourceAsStream(path)) {
            return in == null ? Stream.empty() : Stream.of(new Schema.Parser().parse(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
