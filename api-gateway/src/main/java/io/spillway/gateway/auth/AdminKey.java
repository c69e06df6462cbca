package io.spillway.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The key of whoever runs Spillway. */
public final class AdminKey implements Credentials {

    private final byte[] key;

    public AdminKey(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Caller> holder(String credential) {
        return MessageDigest.isEqual(credential.getBytes(StandardCharsets.UTF_8), key)
                ? Optional.of(new Caller.Admin())
                : Optional.empty();
    }
}
