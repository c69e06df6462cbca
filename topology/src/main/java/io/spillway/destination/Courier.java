package io.spillway.destination;

import io.spillway.domain.Delivery;
import io.spillway.domain.Outcome;

/** Makes the attempts of one destination type. Many threads share it; all that is told of {@link DestinationType} holds here. */
public interface Courier extends AutoCloseable {

    /**
     * Makes one attempt: one request, never repeated by itself, and says what came of it.
     *
     * <p>Called on a virtual thread of its own; blocking is right, holding a monitor or a platform thread meanwhile is not.
     * It returns within {@link Attempting#timeout()} whatever the other side does, keeps at most a few KiB of the answer, and
     * when its thread is interrupted it gives up at once with {@link Outcome.Failed}, the interrupt restored; the caller then
     * knows that the outcome is of its own making.
     *
     * <p>It never throws: whatever goes wrong is {@link Outcome.Failed} with the {@link io.spillway.domain.Failure} that says
     * where, and one sentence that a tenant may read: no secret, no address, no stack trace. All connections pass
     * {@link Surroundings#egress()}.
     *
     * @param delivery its data are {@link io.spillway.domain.Data.Inline}; the bytes are sent as they are and never changed
     * @param settings of the destination, opened, as {@link DestinationType#prepare} made them, perhaps by an earlier release
     */
    Outcome deliver(Delivery delivery, Settings settings, Attempting attempting);

    /** Frees what it holds; no call is made afterwards. */
    @Override
    default void close() {}
}
