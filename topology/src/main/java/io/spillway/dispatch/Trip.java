package io.spillway.dispatch;

import io.spillway.domain.DestinationKey;
import java.util.List;

/** What is to go out in one call: a delivery, or several that share it, of one destination and so of one partition. */
record Trip(List<Job> jobs) {

    Trip(Job alone) {
        this(List.of(alone));
    }

    DestinationKey key() {
        return jobs.getFirst().key.orElseThrow();
    }

    Shard shard() {
        return jobs.getFirst().shard;
    }

    /** How often the first of them was sent away before without a call. */
    int timesSentAway() {
        return jobs.getFirst().timesSentAway();
    }

    void worksOn(Thread worker) {
        jobs.forEach(job -> job.worksOn(worker));
    }
}
