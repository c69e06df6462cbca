package io.spillway.destination.kafka;

import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Hands an OAuth token to the client, which would fetch it itself past the guard. The client makes this by its name and calls it
 * under a lock that all clients of the process share, so the token is fetched before.
 */
public final class TokenLogin implements AuthenticateCallbackHandler {

    /** The setting that holds the {@link OAuthBearerToken}. */
    static final String TOKEN = "spillway.token";

    private @Nullable OAuthBearerToken token;

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        token = configs.get(TOKEN) instanceof OAuthBearerToken given ? given : null;
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (var callback : callbacks) {
            switch (callback) {
                case OAuthBearerTokenCallback wanted when token != null -> wanted.token(token);
                case SaslExtensionsCallback none -> none.extensions();
                default -> throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}
}
