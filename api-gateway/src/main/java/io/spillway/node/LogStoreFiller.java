package io.spillway.node;

import io.spillway.embedded.ConnectProcess;
import io.spillway.embedded.StartException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a Kafka Connect worker running that fills the log store: one that ends is replaced. */
final class LogStoreFiller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogStoreFiller.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final Path folder;
    private final String bootstrapServers;
    private final Map<String, String> variables;
    private final Thread thread;
    private @Nullable ConnectProcess worker;
    private boolean closed;

    private LogStoreFiller(Path folder, String bootstrapServers, Map<String, String> variables) {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        this.variables = variables;
        thread = Thread.ofPlatform().daemon().name("log-store-filler").unstarted(this::keepRunning);
    }

    /** Returns at once: nothing waits for the log store. */
    static LogStoreFiller start(Path folder, String bootstrapServers, Map<String, String> variables) {
        var filler = new LogStoreFiller(folder, bootstrapServers, variables);
        filler.thread.start();
        return filler;
    }

    /** The worker that runs now. */
    synchronized Optional<ConnectProcess> worker() {
        return Optional.ofNullable(worker);
    }

    private void keepRunning() {
        try {
            while (launch().isPresent()) {
                worker().orElseThrow().awaitEnd();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StartException e) {
            LOG.error("The log store is not being filled: {}", e.getMessage());
        }
    }

    private synchronized Optional<ConnectProcess> launch() {
        if (!closed) {
            worker = ConnectProcess.start(built(), folder, bootstrapServers, variables);
        }
        return Optional.ofNullable(worker).filter(some -> !closed);
    }

    /** The launcher says where the build put it. */
    private static Path built() {
        return Path.of(Optional.ofNullable(System.getProperty("spillway.connect"))
                .orElseThrow(() -> new StartException(
                        "the folder of Kafka Connect must be given as -Dspillway.connect=…; the launcher does")));
    }

    @Override
    public void close() {
        thread.interrupt();
        synchronized (this) {
            closed = true;
            if (worker != null) {
                worker.close();
            }
        }
    }
}
