package io.spillway.destination.kafka;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/** Hands OAuth tokens to the client, which would fetch them itself past the guard. The client makes it by its name. */
public final class TokenLogin implements AuthenticateCallbackHandler {

    /** The setting that holds the {@link TokenSource}. */
    static final String SOURCE = "spillway.token.source";

    private @Nullable TokenSource source;

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        source = configs.get(SOURCE) instanceof TokenSource given ? given : null;
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (var callback : callbacks) {
            switch (callback) {
                case OAuthBearerTokenCallback wanted when source != null -> wanted.token(source.fetch());
                case SaslExtensionsCallback none -> none.extensions();
                default -> throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}
}
