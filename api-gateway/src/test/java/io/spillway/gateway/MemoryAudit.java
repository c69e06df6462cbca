package io.spillway.gateway;

import io.spillway.domain.AuditRecord;
import io.spillway.gateway.audit.AuditTrail;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** An audit trail of this process only. */
final class MemoryAudit implements AuditTrail {

    final List<Entry> entries = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void add(AuditRecord record) {
        entries.add(new Entry(entries.size(), Instant.now(), record));
    }

    @Override
    public List<Entry> read(Scan scan, Period period, Predicate<AuditRecord> wanted) {
        var all = scan.descending() ? entries.reversed() : entries;
        return all.stream()
                .filter(entry -> wanted.test(entry.record()))
                .limit(scan.limit())
                .toList();
    }
}
