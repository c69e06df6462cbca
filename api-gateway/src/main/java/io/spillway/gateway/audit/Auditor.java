package io.spillway.gateway.audit;

import io.javalin.http.Context;
import io.spillway.domain.AuditRecord;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.auth.Scope;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.RequestIds;
import java.util.Optional;

/** Writes down the calls that change something, or try to, and those that hand out power over a tenant; never what is in them. */
public final class Auditor {

    private static final int LONGEST = 1000;

    private final AuditTrail trail;
    private final String node;

    public Auditor(AuditTrail trail, String node) {
        this.trail = trail;
        this.node = node;
    }

    /** Runs after everything else. Who is not known, or asks too often, is turned away before there is anything to write down. */
    public void record(Context ctx) {
        Caller.in(ctx)
                .filter(caller -> ctx.statusCode() != ErrorCode.TOO_MANY.status()
                        && Scope.taken(ctx).contains(Scope.MANAGE))
                .ifPresent(caller -> trail.add(new AuditRecord(
                        who(ctx, caller),
                        new AuditRecord.What(
                                ctx.method().name(), bounded(ctx.req().getRequestURI()), ctx.statusCode()),
                        RequestIds.current().orElse(""),
                        node)));
    }

    private static AuditRecord.Who who(Context ctx, Caller caller) {
        return new AuditRecord.Who(
                caller.toString(),
                Path.named(ctx).or(caller::tenant),
                ctx.req().getRemoteAddr(),
                Optional.ofNullable(ctx.header("X-Forwarded-For")).map(Auditor::bounded));
    }

    private static String bounded(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
