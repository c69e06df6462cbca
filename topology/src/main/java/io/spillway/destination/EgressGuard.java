package io.spillway.destination;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import okhttp3.HttpUrl;

/**
 * Decides which addresses deliveries may reach: the public Internet, and what the operator allows besides.
 *
 * <p>The rule is enforced where a socket connects ({@link #sockets}), since only there the real address is known: names,
 * odd spellings of addresses and changing DNS answers all end there. {@link #objection} is the same rule for URLs at the
 * time somebody saves them, for an early and friendly answer; it is no protection. The tables follow the IANA registries
 * of special-purpose addresses.
 */
public final class EgressGuard {

    private static final List<AddressRange> FORBIDDEN_V4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // A cloud's platform address that lies in public space.
            "168.63.129.16/32");
    private static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");
    private static final List<AddressRange> FORBIDDEN_V6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int MAPPED_PREFIX_BYTES = 12;

    private final List<AddressRange> allowed;

    private EgressGuard(List<AddressRange> allowed) {
        this.allowed = allowed;
    }

    /**
     * A guard with the exceptions of {@code EGRESS_ALLOW}.
     *
     * @param allow {@code CIDR[@port[-port]]} entries with commas between them, as {@code 10.1.0.0/16@8443,127.0.0.0/8}
     * @throws IllegalArgumentException naming the entry that cannot be read
     */
    public static EgressGuard of(String allow) {
        return new EgressGuard(Stream.of(allow.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(AddressRange::parse)
                .toList());
    }

    /** A guard that lets everything through, for calls in which no tenant has a say. */
    public static EgressGuard everywhere() {
        return of("0.0.0.0/0,::/0");
    }

    /** Whether a connection to this address and port may be made. */
    public boolean permits(InetAddress address, int port) {
        var bytes = unmapped(address.getAddress());
        return isPublic(bytes) || allowed.stream().anyMatch(range -> range.contains(bytes, port));
    }

    /** Whether there is any port of this address to which a connection may be made. */
    public boolean permits(InetAddress address) {
        var bytes = unmapped(address.getAddress());
        return isPublic(bytes) || allowed.stream().anyMatch(range -> range.contains(bytes));
    }

    /** Makes plain sockets that check the address when they connect; every client of a destination type uses it. */
    public SocketFactory sockets() {
        return new GuardedSocketFactory(this);
    }

    /**
     * What speaks against delivering to this URL, judged without resolving its name: one sentence part that follows a
     * field's name, as {@code must not carry a user name or password}.
     */
    public Optional<String> objection(String url) {
        var parsed = HttpUrl.parse(url);
        return parsed == null ? Optional.of("must be a valid URL") : UrlRule.objection(url, parsed, this);
    }

    /** The rule itself, for clients that connect by other means than {@link #sockets}; gives back what it has let through. */
    public InetSocketAddress check(SocketAddress target) throws BlockedException {
        if (target instanceof InetSocketAddress known
                && !known.isUnresolved()
                && permits(known.getAddress(), known.getPort())) {
            return known;
        }
        throw new BlockedException("deliveries must not reach " + target);
    }

    @Override
    public String toString() {
        return "EgressGuard" + allowed;
    }

    private static boolean isPublic(byte[] address) {
        return address.length == V4_BYTES
                ? FORBIDDEN_V4.stream().noneMatch(range -> range.contains(address))
                : GLOBAL_V6.contains(address) && FORBIDDEN_V6.stream().noneMatch(range -> range.contains(address));
    }

    private static byte[] unmapped(byte[] address) {
        var mapped = address.length == V6_BYTES
                && address[10] == -1
                && address[11] == -1
                && Arrays.equals(address, 0, 10, new byte[10], 0, 10);
        return mapped ? Arrays.copyOfRange(address, MAPPED_PREFIX_BYTES, V6_BYTES) : address;
    }

    private static List<AddressRange> ranges(String... blocks) {
        return Stream.of(blocks).map(AddressRange::parse).toList();
    }
}
