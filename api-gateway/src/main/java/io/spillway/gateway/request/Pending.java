package io.spillway.gateway.request;

import io.spillway.domain.Answer;
import io.spillway.gateway.http.ApiException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One answer that is awaited. */
public final class Pending implements AutoCloseable {

    private final Ticket ticket;
    private final CompletableFuture<Answer> answer;
    private final Runnable forget;

    Pending(Ticket ticket, CompletableFuture<Answer> answer, Runnable forget) {
        this.ticket = ticket;
        this.answer = answer;
        this.forget = forget;
    }

    public Ticket ticket() {
        return ticket;
    }

    /** Has something done when the answer comes, on the thread that brings it: it must not block. */
    public void whenAnswered(Runnable then) {
        var unused = answer.thenRun(then);
    }

    /**
     * Waits for the answer to a record that was handed to the outbox.
     *
     * @param sent done when the record is stored; its failure is thrown, since then no answer will come
     * @param patience how long to wait in all
     * @return nothing where the record was stored and no answer came in time
     * @throws ApiException where it was not stored in time either, when it may still be
     */
    public Optional<Answer> await(CompletableFuture<Void> sent, Duration patience) {
        var unused = sent.whenComplete((stored, failed) -> {
            if (failed != null) {
                answer.completeExceptionally(failed);
            }
        });
        var first = within(patience);
        if (first.isEmpty() && sent.state() != Future.State.SUCCESS) {
            throw ApiException.unavailable("the log did not confirm in time; try again with the same id");
        }
        return first;
    }

    private Optional<Answer> within(Duration patience) {
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an answer was awaited", e);
        }
    }

    private static RuntimeException unwrapped(@Nullable Throwable cause) {
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        forget.run();
    }
}
