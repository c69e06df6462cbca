package io.spillway.load.generator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends over a number of keep-alive connections, all served by the calling thread. */
final class HttpSender implements Sender {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long RECONNECT_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final long answerWithin;
    private final Way way;
    private final SentLog log;
    private final Selector selector;
    private final Alarm alarm;
    private final List<HttpConnection> all = new ArrayList<>();
    private final Deque<HttpConnection> idle = new ArrayDeque<>();
    private long lookedAt;

    /** @param answerWithin after which a request counts as unanswered */
    HttpSender(InetSocketAddress server, int connections, Duration answerWithin, Way way, SentLog log)
            throws IOException {
        this.answerWithin = answerWithin.toNanos();
        this.way = way;
        this.log = log;
        selector = Selector.open();
        alarm = new Alarm(selector);
        for (int made = 0; made < connections; made++) {
            all.add(new HttpConnection(server, selector));
        }
        idle.addAll(all);
    }

    @Override
    public void run(Pace pace) throws IOException {
        long now = System.nanoTime();
        long due = pace.due(now);
        while (due != Pace.NEVER || idle.size() < all.size()) {
            while (due - now <= 0 && !idle.isEmpty()) {
                send(idle.pop(), due);
                pace.taken();
                due = pace.due(now);
            }
            await(idle.isEmpty() ? Pace.NEVER : due, now);
            giveUpOverdue(System.nanoTime());
            now = System.nanoTime();
            due = pace.due(now);
        }
    }

    @Override
    public void close() throws IOException {
        alarm.close();
        all.forEach(HttpConnection::disconnect);
        selector.close();
    }

    private void send(HttpConnection connection, long due) {
        long first = log.next(way.events(), due);
        try {
            connection.send(first, way.request(first));
        } catch (IOException e) {
            failed(connection);
            // A server that is away must not be dialled as fast as a processor can.
            LockSupport.parkNanos(RECONNECT_PAUSE);
        }
    }

    private void await(long due, long now) throws IOException {
        if (due - now <= 0) {
            selector.selectNow(this::readable);
        } else {
            alarm.set(due);
            selector.select(this::readable, LOOK_EVERY.toMillis());
        }
    }

    private void readable(SelectionKey key) {
        var connection = (HttpConnection) key.attachment();
        try {
            connection.readable().ifPresent(response -> {
                way.note(connection.first(), response, log);
                idle.push(connection);
            });
        } catch (IOException e) {
            if (connection.busy()) {
                failed(connection);
            } else {
                connection.disconnect();
            }
        }
    }

    private void failed(HttpConnection connection) {
        connection.disconnect();
        for (int at = 0; at < way.events(); at++) {
            log.answered(connection.first() + at, 0, -1);
        }
        idle.push(connection);
    }

    private void giveUpOverdue(long now) {
        if (now - lookedAt < TimeUnit.SECONDS.toNanos(1)) {
            return;
        }
        lookedAt = now;
        for (var connection : all) {
            if (connection.busy() && now - connection.sentAt() > answerWithin) {
                failed(connection);
            }
        }
    }
}
