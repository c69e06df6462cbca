/** The REST facade: server, authentication, one package per resource. */
@NullMarked
package io.spillway.gateway;

import org.jspecify.annotations.NullMarked;
