package io.spillway.gateway.request;

import io.spillway.domain.Answer;
import io.spillway.domain.Patience;
import io.spillway.stream.Answers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The requests of this gateway that await an answer. */
public final class Requests implements Answers {

    private final String requester;
    private final Patience patience;
    private final AtomicLong last = new AtomicLong();
    private final ConcurrentMap<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();

    /** @param requester names this gateway's process and no other, earlier ones included: their late answers are not ours */
    public Requests(String requester, Patience patience) {
        this.requester = requester;
        this.patience = patience;
    }

    public String requester() {
        return requester;
    }

    /** How long to wait for an answer that usually has so long. */
    public Duration patience(Duration usual) {
        return patience.forAnswer(usual);
    }

    /** Begins to wait; to be closed when nobody waits any more. */
    public Pending open() {
        var id = Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
        var answer = new CompletableFuture<Answer>();
        open.put(id, answer);
        return new Pending(new Ticket(requester, id), answer, () -> open.remove(id));
    }

    @Override
    public boolean take(String to, String request, Answer answer) {
        if (!to.equals(requester)) {
            return false;
        }
        var waiting = open.get(request);
        if (waiting != null) {
            waiting.complete(answer);
        }
        return true;
    }
}
