package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.wire.ReleasedRecords.Written;
import io.spillway.wire.SchemaCompatibilityTest.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The data of earlier releases, as they wrote them. */
class ReleasedRecordsTest {

    /** Two bytes of marker and eight of fingerprint precede a record. */
    private static final int HEAD = 10;

    /** The newest version may not have been released yet. */
    static Stream<String> released() {
        return SchemaVersions.ALL.stream().limit(SchemaVersions.ALL.size() - 1L);
    }

    @Test
    void shouldBeKeptOfEveryRelease() {
        assertThat(released())
                .isNotEmpty()
                .allSatisfy(version -> assertThat(ReleasedRecords.of(version))
                        .as("make them with ReleasedRecords, see README")
                        .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("released")
    void shouldBeReadByThisReleaseWithNothingLost(String version) throws IOException {
        for (var written : ReleasedRecords.of(version)) {
            var kind = SchemaCompatibilityTest.kinds()
                    .filter(one -> one.schema().getName().equals(written.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(readAndWritten(kind, written))
                    .as("%s of %s", written.name(), version)
                    .isEqualTo(read(written.bytes(), HEAD, schema(written), schema(written)));
        }
    }

    /** The record as that release would see it after this one has read it and written it again. */
    private static <T, A extends SpecificRecord> Object readAndWritten(Kind<T, A> kind, Written written)
            throws IOException {
        var value = Rows.of(kind.codec()).deserializer().deserialize("store", written.bytes());
        var now = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(now, null);
        new SpecificDatumWriter<A>(kind.schema(), CodecDatums.data())
                .write(kind.codec().toAvro(value), encoder);
        encoder.flush();
        return read(now.toByteArray(), 0, kind.schema(), schema(written));
    }

    private static Schema schema(Written written) {
        return ReleasedRecords.schema(written.version(), written.name()).orElseThrow();
    }

    private static Object read(byte[] bytes, int from, Schema writer, Schema reader) throws IOException {
        var in = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
        return new GenericDatumReader<>(writer, reader).read(null, in);
    }
}
