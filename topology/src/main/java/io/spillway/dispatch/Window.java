package io.spillway.dispatch;

import java.util.Base64;
import java.util.BitSet;

/**
 * Which offsets of a partition are finished: all below {@link #base()}, and some of the {@value #SIZE} from there on.
 *
 * <p>This is what is committed: the base as the group's offset, the rest as its metadata. Offsets that no record has (the
 * markers of transactions, what retention removed) count as finished once a later one was taken. Not safe for use by
 * several threads.
 */
final class Window {

    static final int SIZE = 8_192;
    private static final String FORM = "1:";

    private final BitSet finished;
    private long base;
    private long next;

    private Window(long base, BitSet finished) {
        this.base = base;
        this.next = base;
        this.finished = finished;
    }

    static Window from(long offset) {
        return new Window(offset, new BitSet(SIZE));
    }

    /** The window that was committed with this metadata; metadata of another form counts as none. */
    static Window committed(long offset, String metadata) {
        var finished = new BitSet(SIZE);
        if (metadata.startsWith(FORM)) {
            try {
                finished.or(BitSet.valueOf(Base64.getDecoder().decode(metadata.substring(FORM.length()))));
            } catch (IllegalArgumentException e) {
                finished.clear();
            }
        }
        return new Window(offset, finished);
    }

    /** The lowest offset that is not finished. */
    long base() {
        return base;
    }

    /** Empty where nothing beyond the base is finished; at most 1,370 characters. */
    String metadata() {
        return finished.isEmpty() ? "" : FORM + Base64.getEncoder().encodeToString(finished.toByteArray());
    }

    /** Whether this offset fits, so that it may be taken; said of the next record, after {@link #skipTo}. */
    boolean hasRoomFor(long offset) {
        return offset < base + SIZE;
    }

    /**
     * Takes the next record, offsets ascending.
     *
     * @return false where an earlier owner finished it already
     */
    boolean take(long offset) {
        skipTo(offset);
        if (!hasRoomFor(offset)) {
            throw new IllegalStateException("offset " + offset + " was taken beyond the window from " + base);
        }
        next = Math.max(next, offset + 1);
        return !isFinished(offset);
    }

    /** Says that there is no record between what was taken last and this offset. */
    void skipTo(long offset) {
        var end = Math.min(offset, base + SIZE);
        if (end > next) {
            finished.set((int) (next - base), (int) (end - base));
            next = end;
            slide();
        }
        if (next == base && finished.isEmpty() && offset > base) {
            base = offset;
            next = offset;
        }
    }

    /** Whether it is known to be finished. */
    boolean isFinished(long offset) {
        return offset < base || finished.get((int) (offset - base));
    }

    /** Finishes an offset that was taken. Finishing it again changes nothing. */
    void finish(long offset) {
        if (offset >= next) {
            throw new IllegalStateException("offset " + offset + " was finished before it was taken");
        }
        if (offset >= base) {
            finished.set((int) (offset - base));
            slide();
        }
    }

    /** The offsets from the base to what was taken last, finished ones included. */
    int span() {
        return (int) (next - base);
    }

    private void slide() {
        var run = finished.nextClearBit(0);
        if (run > 0) {
            var rest = finished.get(run, Math.max(run, finished.length()));
            finished.clear();
            finished.or(rest);
            base += run;
            next = Math.max(next, base);
        }
    }
}
