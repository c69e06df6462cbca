package io.spillway.load.cluster;

import io.spillway.load.EpochClock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was done to the processes of a cluster, in order. Safe for use by several threads. */
final class Incidents {

    private final Queue<Incident> all = new ConcurrentLinkedQueue<>();

    void add(String process, String what) {
        all.add(new Incident(EpochClock.nanos(), process + " " + what));
    }

    List<Incident> all() {
        return List.copyOf(all);
    }
}
