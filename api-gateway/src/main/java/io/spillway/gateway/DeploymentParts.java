package io.spillway.gateway;

import io.spillway.gateway.audit.AuditTrail;
import io.spillway.gateway.payload.TenantKeys;
import io.spillway.gateway.setting.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * What belongs to the whole deployment and to no tenant.
 *
 * @param node the name of this node
 * @param topics how long each topic may hold what was written to it, by name
 */
public record DeploymentParts(
        Settings settings, AuditTrail audit, String node, Map<String, Duration> topics, TenantKeys keys) {}
