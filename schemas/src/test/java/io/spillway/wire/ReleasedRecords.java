package io.spillway.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * What releases wrote: resources {@code releases/<version>.records}, a line for each record, the schema's name and the bytes
 * in Base64. The file of a version is made once, when its schemas are frozen, by this class, and never again.
 */
final class ReleasedRecords {

    private static final int OF_EACH_KIND = 3;

    private ReleasedRecords() {}

    /** A record as a release wrote it, in Avro's single-object encoding. */
    record Written(String version, String name, byte[] bytes) {}

    /**
     * Writes the files of versions that have none.
     *
     * @param arguments the folder
     */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        for (var version : SchemaVersions.ALL) {
            var file = folder.resolve(version + ".records");
            if (!Files.exists(file)) {
                Files.write(file, lines(version));
            }
        }
    }

    static List<Written> of(String version) {
        var path = "/releases/" + version + ".records";
        try (var in = ReleasedRecords.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .map(parts ->
                            new Written(version, parts[0], Base64.getDecoder().decode(parts[1])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private static List<String> lines(String version) throws IOException {
        var lines = new ArrayList<String>();
        for (var kind : SchemaCompatibilityTest.kinds().toList()) {
            var then = schema(version, kind.schema().getName());
            if (then.isPresent()) {
                for (var seed = 0; seed < OF_EACH_KIND; seed++) {
                    var bytes = Base64.getEncoder().encodeToString(written(kind, seed, then.get()));
                    lines.add(kind.schema().getName() + " " + bytes);
                }
            }
        }
        return lines;
    }

    /** The schema of that name that the release had: its own, or that of the last one before that changed it. */
    static Optional<Schema> schema(String version, String name) {
        return SchemaVersions.ALL.subList(0, SchemaVersions.ALL.indexOf(version) + 1).reversed().stream()
                .flatMap(earlier -> SchemaVersions.read(earlier, name))
                .findFirst();
    }

    /** What that release would have written of a value of today. */
    private static <T, A extends SpecificRecord> byte[] written(
            SchemaCompatibilityTest.Kind<T, A> kind, long seed, Schema then) throws IOException {
        var now = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(now, null);
        new SpecificDatumWriter<A>(kind.schema(), CodecDatums.data()).write(kind.record(seed), encoder);
        encoder.flush();
        var old = new GenericDatumReader<>(kind.schema(), then)
                .read(null, DecoderFactory.get().binaryDecoder(now.toByteArray(), null));
        var row = new BinaryMessageEncoder<>(CodecDatums.data(), then).encode(old);
        var bytes = new byte[row.remaining()];
        row.get(bytes);
        return bytes;
    }
}
