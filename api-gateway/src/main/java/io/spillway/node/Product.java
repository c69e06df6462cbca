package io.spillway.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What this software calls itself, as {@code Spillway/0.1.0}. */
public final class Product {

    public static final String NAME = "Spillway/" + version();

    private Product() {}

    /** The build writes it into the resource. */
    private static String version() {
        try (var in = Objects.requireNonNull(Product.class.getResourceAsStream("version"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the version cannot be read", e);
        }
    }
}
