package io.spillway.gateway.request;

import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Job;
import io.spillway.gateway.http.ApiException;
import java.time.Duration;

/** Has changes made: sends the command and waits until the tenant task has decided it. */
public final class Changes {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Requests requests;
    private final Outbox outbox;

    public Changes(Requests requests, Outbox outbox) {
        this.requests = requests;
        this.outbox = outbox;
    }

    /**
     * The answer, rejections included; 503 within two seconds where the command could not be stored, and within five
     * where it was and no answer came, when the change may still happen.
     */
    public Answer ask(Command command) {
        try (var pending = requests.open()) {
            return pending.await(outbox.send(command, pending.ticket()), requests.patience(PATIENCE))
                    .orElseThrow(() ->
                            ApiException.unavailable("the change was not confirmed in time; it may still happen"));
        }
    }

    /** A job, which is worked off from now on; the one of its id, however it stands, where there is one. */
    public Job begin(Job job) {
        if (!(make(new Command.StartJob(job)) instanceof Answer.JobStored(var begun))) {
            throw new IllegalStateException("a job that was begun is answered with the job");
        }
        return begun;
    }

    /** The answer to a change that was made; a rejection is thrown as the contract words it. */
    public Answer make(Command command) {
        return switch (ask(command)) {
            case Answer.Rejected(var rejection) -> throw Rejections.of(rejection);
            case Answer answer -> answer;
        };
    }
}
