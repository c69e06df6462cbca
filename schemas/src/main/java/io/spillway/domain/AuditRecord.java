package io.spillway.domain;

import java.util.Optional;

/**
 * A call that changed something, or tried to; when it was is the time of its record.
 *
 * @param node the node that answered
 */
public record AuditRecord(Who who, What what, String requestId, String node) {

    /**
     * Who called, and from where.
     *
     * @param caller {@code admin}, {@code key:<id>} or {@code token:<issuer>}
     * @param tenant the tenant that it was about, or that the caller acts for
     * @param address the other end of the connection
     * @param forwardedFor what proxies said of whom they speak for
     */
    public record Who(String caller, Optional<TenantId> tenant, String address, Optional<String> forwardedFor) {}

    /**
     * What was called, and the outcome.
     *
     * @param path as it was sent, without the query
     * @param status the HTTP status that was answered
     */
    public record What(String method, String path, int status) {}
}
