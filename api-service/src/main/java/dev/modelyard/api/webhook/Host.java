package dev.modelyard.api.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host in the only form in which this platform writes it, so that two are the same host only if they are the same text.
 *
 * @param text a name in lower case, an IPv4 address of four decimal numbers, or an IPv6 address in brackets
 */
record Host(String text, boolean isAddress) {
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern NUMBER_LAST = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");
    private static final Pattern IPV4 = Pattern.compile(
            "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+\\]");

    /**
     * Reads a host as it stands in an address.
     *
     * @throws IllegalArgumentException for a name that is none, and for an IP address in one of its unusual forms (octal, hexadecimal,
     *     fewer than four numbers, IPv4 inside IPv6), which resolvers read differently
     */
    static Host of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            return ofIpv6(lower);
        }
        if (NUMBER_LAST.matcher(lower).matches()) {
            if (!IPV4.matcher(lower).matches()) {
                throw new IllegalArgumentException("an IPv4 address is four decimal numbers");
            }
            return new Host(lower, true);
        }
        if (lower.length() > LONGEST_NAME || !NAME.matcher(lower).matches()) {
            throw new IllegalArgumentException("not a host name of letters, digits and hyphens");
        }
        return new Host(lower, false);
    }

    private static Host ofIpv6(String text) {
        if (!IPV6.matcher(text).matches()
                || !(InetAddress.ofLiteral(text.substring(1, text.length() - 1)) instanceof Inet6Address address)) {
            throw new IllegalArgumentException("not an IPv6 address");
        }
        return new Host("[" + address.getHostAddress() + "]", true);
    }

    /** Whether this is a name below that one. */
    boolean isBelow(Host domain) {
        return !isAddress && !domain.isAddress && text.endsWith("." + domain.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
