/** The settings of the deployment, as far as tenants feel them. */
@NullMarked
package io.spillway.gateway.config;

import org.jspecify.annotations.NullMarked;
