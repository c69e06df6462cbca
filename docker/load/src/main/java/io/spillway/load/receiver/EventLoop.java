package io.spillway.load.receiver;

import io.spillway.load.Arrival;
import io.spillway.load.EpochClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Serves all connections on one thread: cheap enough not to be what is measured. */
final class EventLoop implements AutoCloseable {

    private static final int BACKLOG = 4096;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Scripts scripts;
    private final Ledger ledger;
    private final Inspection inspection;
    private final PriorityQueue<Later> delayed = new PriorityQueue<>(Comparator.comparingLong(Later::at));

    /** What waits for its time, in terms of {@link System#nanoTime}. */
    private record Later(long at, Connection connection, Act act) {}

    private interface Act {
        void run() throws IOException;
    }

    EventLoop(InetSocketAddress address, Scripts scripts, Ledger ledger, Inspection inspection) throws IOException {
        this.scripts = scripts;
        this.ledger = ledger;
        this.inspection = inspection;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(address, BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** Serves until closed. */
    void run() throws IOException {
        try {
            while (true) {
                selector.select(this::serve, untilNextAnswer());
                actDelayed();
            }
        } catch (ClosedSelectorException e) {
            // closed, as agreed
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        server.close();
    }

    /** Milliseconds, rounded up; 0 waits for ever. */
    private long untilNextAnswer() {
        var next = delayed.peek();
        return next == null ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.at() - System.nanoTime()) + 1);
    }

    private void actDelayed() {
        while (!delayed.isEmpty() && delayed.element().at() - System.nanoTime() <= 0) {
            var due = delayed.remove();
            try {
                due.act().run();
            } catch (IOException e) {
                due.connection().close();
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isWritable()) {
                pour(key, (Connection) key.attachment());
            } else {
                read(key, (Connection) key.attachment());
            }
        } catch (IOException e) {
            if (key.attachment() instanceof Connection connection) {
                connection.close();
            }
        }
    }

    private void accept() throws IOException {
        for (var channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
        }
    }

    private void read(SelectionKey key, Connection connection) throws IOException {
        if (!connection.fill()) {
            connection.close();
            return;
        }
        try {
            for (var request = connection.next(); request.isPresent(); request = connection.next()) {
                play(key, connection, request.get());
            }
        } catch (ProtocolException e) {
            connection.refuse(e.status());
        }
    }

    private void play(SelectionKey key, Connection connection, Request request) throws IOException {
        long at = EpochClock.nanos();
        var step = scripts.step(request);
        // Noted first: a sender that has its answer may ask for the ledger at once.
        ledger.add(arrival(request, at, step));
        switch (step) {
            case Step.Reply(int status, Duration after, var retryAfter)
            when after.isZero() -> connection.answer(status, retryAfter);
            case Step.Reply(int status, Duration after, var retryAfter) ->
                later(after, connection, () -> connection.answer(status, retryAfter));
            case Step.Hang() -> {}
            case Step.Raw raw -> {
                connection.pour(new Outpour(raw));
                pour(key, connection);
            }
        }
    }

    private void pour(SelectionKey key, Connection connection) throws IOException {
        switch (connection.pour()) {
            case DONE -> {
                connection.awaitRoom(key, false);
                connection.end();
            }
            case BLOCKED -> connection.awaitRoom(key, true);
            case PAUSED -> later(connection.pause(), connection, () -> pour(key, connection));
        }
    }

    private void later(Duration after, Connection connection, Act act) {
        delayed.add(new Later(System.nanoTime() + after.toNanos(), connection, act));
    }

    private Arrival arrival(Request request, long at, Step step) {
        boolean inspected = inspection.due();
        return new Arrival(
                at,
                request.path(),
                request.event(),
                request.delivery(),
                request.attempt(),
                inspected ? inspection.signature(request) : Arrival.Signature.UNCHECKED,
                inspected ? Optional.of(inspection.digest(request.body())) : Optional.empty(),
                step.status(),
                request.stamp());
    }
}
