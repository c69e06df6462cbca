package io.spillway.load.generator;

import io.spillway.load.EpochClock;
import io.spillway.load.Sent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was sent, in columns, since a record object per event would cost the generator its cheapness. Safe for several threads. */
final class SentLog {

    private static final int FIRST = 1 << 16;

    private long[] intended = new long[FIRST];
    private long[] acknowledged = new long[FIRST];
    private short[] status = new short[FIRST];
    private short[] destinations = new short[FIRST];
    private int size;
    private volatile long accepted;

    /**
     * Notes events that are about to be sent.
     *
     * @param due when they should have been, in terms of {@link System#nanoTime}
     * @return the number of the first
     */
    synchronized long next(int count, long due) {
        long since1970 = EpochClock.of(due);
        int first = size;
        size += count;
        if (size > intended.length) {
            int larger = Math.max(size, intended.length * 2);
            intended = Arrays.copyOf(intended, larger);
            acknowledged = Arrays.copyOf(acknowledged, larger);
            status = Arrays.copyOf(status, larger);
            destinations = Arrays.copyOf(destinations, larger);
        }
        Arrays.fill(intended, first, size, since1970);
        return first;
    }

    /** Notes the answer for one event. */
    synchronized void answered(long sequence, int code, int named) {
        int at = Math.toIntExact(sequence);
        acknowledged[at] = EpochClock.nanos();
        status[at] = (short) code;
        destinations[at] = (short) named;
        if (code == 202) {
            accepted++;
        }
    }

    /** How many events there are. */
    synchronized long size() {
        return size;
    }

    /** How many of them Spillway has promised to deliver. */
    long accepted() {
        return accepted;
    }

    synchronized List<Sent> events() {
        var events = new ArrayList<Sent>(size);
        for (int at = 0; at < size; at++) {
            events.add(new Sent(intended[at], acknowledged[at], status[at], destinations[at]));
        }
        return List.copyOf(events);
    }
}
