package io.spillway.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.load.Sent;
import io.spillway.load.Workload;
import io.spillway.load.receiver.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpSenderIT {

    private final Workload workload = new Workload("r1", 2, 1, 1024);
    private final SentLog log = new SentLog();

    @Test
    void shouldSendAtTheRateAndNoteEachAnswer(@TempDir Path folder) throws IOException {
        try (var receiver = Receiver.start("--ledger", folder.resolve("ledger").toString());
                var sender = sender(receiver.port(), 4)) {
            // when
            sender.run(Pace.open(100, System.nanoTime(), Duration.ofMillis(500)));

            // then
            assertThat(log.events()).hasSize(50).allMatch(Sent::accepted);
            assertThat(log.events())
                    .allSatisfy(sent -> assertThat(sent.acknowledged()).isGreaterThan(sent.intended()));
            assertThat(intervals(log.events())).allMatch(nanos -> Math.abs(nanos - 10_000_000) < 1_000_000);
        }
    }

    @Test
    void shouldSendAsFastAsAnswersCome(@TempDir Path folder) throws IOException {
        try (var receiver = Receiver.start("--ledger", folder.resolve("ledger").toString());
                var sender = sender(receiver.port(), 16)) {
            // when
            sender.run(closed(101));

            // then
            assertThat(log.events()).hasSize(101).allMatch(Sent::accepted);
        }
    }

    @Test
    void shouldNoteWhatNobodyAnswered() throws IOException {
        // given
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        try (var sender = sender(nobody, 2)) {
            // when
            sender.run(Pace.open(100, System.nanoTime(), Duration.ofMillis(100)));

            // then
            assertThat(log.events()).hasSize(10).allMatch(sent -> sent.status() == 0);
        }
    }

    /** As fast as answers come, for a minute at most, until there are so many. */
    private Pace closed(int events) {
        var pace = Pace.closed(System.nanoTime(), Duration.ofMinutes(1), () -> true);
        return new Pace() {
            @Override
            public long due(long now) {
                return log.size() < events ? pace.due(now) : NEVER;
            }

            @Override
            public void taken() {
                pace.taken();
            }
        };
    }

    private HttpSender sender(int port, int connections) throws IOException {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new HttpSender(server, connections, Duration.ofMinutes(1), new Direct(server, workload), log);
    }

    private static List<Long> intervals(List<Sent> events) {
        return IntStream.range(1, events.size())
                .mapToObj(at -> events.get(at).intended() - events.get(at - 1).intended())
                .toList();
    }
}
