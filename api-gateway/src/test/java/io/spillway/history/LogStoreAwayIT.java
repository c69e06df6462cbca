package io.spillway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.embedded.EmbeddedDatabase;
import io.spillway.embedded.Ports;
import io.spillway.stream.query.NotReadyException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log store whose server is not there, or not as it should be. */
class LogStoreAwayIT {

    @TempDir
    private Path folder;

    @Test
    void shouldBeOfUseOnceItsServerIsThere() {
        // given
        var port = Ports.free();
        try (var log = open("postgres", port)) {
            assertThatThrownBy(() -> attempts(log)).isInstanceOf(NotReadyException.class);

            // when
            try (var _ = EmbeddedDatabase.start(folder, port)) {
                // then
                await().atMost(Duration.ofMinutes(2))
                        .ignoreException(NotReadyException.class)
                        .untilAsserted(() -> assertThat(attempts(log)).isZero());
            }
        }
    }

    @Test
    void shouldRefuseADatabaseThatItsServerDoesNotHave() {
        // given
        var port = Ports.free();
        try (var _ = EmbeddedDatabase.start(folder, port)) {
            // then: a server that is slow to answer is taken for one that is away
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> open("absent", port).close())
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("LOG_STORE_URL")
                                    .hasMessageContaining("absent"));
        }
    }

    private static LogStore open(String database, int port) {
        var url = "jdbc:postgresql://%s:%d/%s".formatted(Ports.LOOPBACK, port, database);
        return LogStore.open(new LogStore.Settings(url, "postgres", "any", 20), InstantSource.system());
    }

    private static long attempts(LogStore log) {
        return log.ask(connection -> {
            try (var rows = connection.createStatement().executeQuery("select count(*) from attempts")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }
}
