package io.spillway.node;

import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.gateway.event.Bodies;
import io.spillway.stored.RecordsAwayException;
import io.spillway.stored.StoredRecords;
import io.spillway.stream.query.NotReadyException;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Bodies for the gateway, from the topics. */
record StoredBodies(StoredRecords stored) implements Bodies {

    @Override
    public Map<RecordAt, byte[]> data(Set<RecordAt> events) {
        return whileHere(() -> stored.data(events));
    }

    @Override
    public Map<RecordAt, Report.Attempt> attempts(Set<RecordAt> attempts) {
        return whileHere(() -> stored.attempts(attempts));
    }

    private static <T> T whileHere(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RecordsAwayException e) {
            throw new NotReadyException("bodies cannot be read at the moment", e);
        }
    }
}
