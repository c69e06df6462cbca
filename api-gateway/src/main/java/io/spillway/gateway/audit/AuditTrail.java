package io.spillway.gateway.audit;

import io.spillway.domain.AuditRecord;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** What was written down, in its order. */
public interface AuditTrail {

    /**
     * A record and where it stands.
     *
     * @param time when it was stored, to the millisecond
     */
    record Entry(long offset, Instant time, AuditRecord record) {

        /** The time alone does not tell records apart. */
        public Scan.Position position() {
            return new Scan.Position(time, Long.toString(offset));
        }
    }

    /** Returns at once; what cannot be stored goes to the log instead. */
    void add(AuditRecord record);

    /** Those of a time that are wanted. Throws an {@code ApiException}: unavailable, or a position that none of them can have. */
    List<Entry> read(Scan scan, Period period, Predicate<AuditRecord> wanted);
}
