package io.spillway.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of addresses (CIDR) and a range of ports. IPv4 inside IPv6 (::ffff:0:0/96) counts as IPv4. */
record AddressRange(byte[] network, int prefix, int firstPort, int lastPort) {

    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code CIDR[@port[-port]]}; an address without a prefix length is a block of one.
     *
     * @throws IllegalArgumentException with the entry in its message
     */
    static AddressRange parse(String entry) {
        try {
            var at = entry.indexOf('@');
            var block = at < 0 ? entry : entry.substring(0, at);
            var ports = at < 0 ? "0-" + MAX_PORT : entry.substring(at + 1);
            var slash = block.indexOf('/');
            var network = address(slash < 0 ? block : block.substring(0, slash));
            var prefix = slash < 0 ? network.length * Byte.SIZE : Integer.parseInt(block.substring(slash + 1));
            var dash = ports.indexOf('-');
            var first = Integer.parseInt(dash < 0 ? ports : ports.substring(0, dash));
            var last = dash < 0 ? first : Integer.parseInt(ports.substring(dash + 1));
            require(prefix >= 0
                    && prefix <= network.length * Byte.SIZE
                    && first >= 0
                    && first <= last
                    && last <= MAX_PORT);
            return new AddressRange(network, prefix, first, last);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("EGRESS_ALLOW: not CIDR[@port[-port]]: " + entry, e);
        }
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (var bit = 0; bit < prefix; bit += Byte.SIZE) {
            var mask = 0xFF << Math.max(0, Byte.SIZE - (prefix - bit));
            if (((address[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask & 0xFF) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean contains(byte[] address, int port) {
        return port >= firstPort && port <= lastPort && contains(address);
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefix + "@" + firstPort + "-" + lastPort;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static byte[] address(String literal) {
        require(LITERAL.matcher(literal).matches());
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("out of range");
        }
    }
}
