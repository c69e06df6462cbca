package io.spillway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorsTest {

    private static final Path CONNECTORS = Path.of("src", "main", "connectors");

    @Test
    void shouldFillEveryTableOnce() throws IOException {
        // given
        var files = read(CONNECTORS.resolve("log-store"));

        // then
        assertThat(files).hasSize(Rows.values().length);
        assertThat(Arrays.stream(Rows.values()))
                .allSatisfy(rows -> assertThat(files)
                        .filteredOn(file -> file.contains("\"value.converter.rows\": \"" + rows.word() + "\""))
                        .singleElement()
                        .asString()
                        .contains("\"collection.name.format\": \"" + rows.word() + "\""));
    }

    @Test
    void shouldHoldNoSecrets() throws IOException {
        for (var folder : List.of("log-store", "elsewhere")) {
            assertThat(read(CONNECTORS.resolve(folder)))
                    .allSatisfy(file -> assertThat(file.lines().filter(line -> line.matches(".*(password|secret).*")))
                            .allMatch(line -> line.contains("${env:")));
        }
    }

    private static List<String> read(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(ConnectorsTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
