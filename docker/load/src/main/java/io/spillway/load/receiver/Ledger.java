package io.spillway.load.receiver;

import io.spillway.load.Arrival;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/** The file of everything that arrived, in the order of arrival; complete after {@link #flush}. */
final class Ledger implements Closeable {

    private final BufferedWriter lines;
    private final LongAdder received = new LongAdder();
    private final LongAdder accepted = new LongAdder();

    /** Begins the file anew. */
    Ledger(Path file) throws IOException {
        lines = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    void add(Arrival arrival) throws IOException {
        received.increment();
        if (arrival.answer() / 100 == 2) {
            accepted.increment();
        }
        synchronized (lines) {
            lines.write(arrival.line());
        }
    }

    void flush() throws IOException {
        synchronized (lines) {
            lines.flush();
        }
    }

    /** How many requests arrived. */
    long received() {
        return received.sum();
    }

    /** How many of them were answered with a 2xx. */
    long accepted() {
        return accepted.sum();
    }

    @Override
    public void close() throws IOException {
        synchronized (lines) {
            lines.close();
        }
    }
}
