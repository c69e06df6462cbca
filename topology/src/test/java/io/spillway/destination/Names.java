package io.spillway.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * A name service for tests: {@code <address>[--<address>].names.test} has the addresses that it says, with {@code -} for the
 * dots, as {@code 127-0-0-1.names.test}. All other names are the system's.
 */
public final class Names extends InetAddressResolverProvider {

    private static final String ZONE = ".names.test";

    @Override
    public InetAddressResolver get(Configuration configuration) {
        var system = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return host.endsWith(ZONE) ? addresses(host) : system.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return system.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "names.test";
    }

    private static Stream<InetAddress> addresses(String host) {
        return Stream.of(host.substring(0, host.length() - ZONE.length()).split("--"))
                .map(part -> part.replace('-', '.'))
                .map(InetAddress::ofLiteral);
    }
}
