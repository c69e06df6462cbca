package io.spillway.gateway;

import io.spillway.gateway.audit.AuditTrail;
import io.spillway.gateway.setting.Settings;

/**
 * What belongs to the whole deployment and to no tenant.
 *
 * @param node the name of this node
 */
public record DeploymentParts(Settings settings, AuditTrail audit, String node) {}
