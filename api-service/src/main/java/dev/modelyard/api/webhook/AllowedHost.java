package dev.modelyard.api.webhook;

import java.util.OptionalInt;

/**
 * One entry of the hosts that webhooks may be sent to.
 *
 * @param secure https, else http; never both
 * @param below the names below the host, and not itself
 * @param port empty: any
 */
record AllowedHost(boolean secure, boolean below, Host host, OptionalInt port) {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final String BELOW = "*.";
    private static final String ANY_PORT = "*";

    /**
     * Reads an entry: {@code host}, {@code host:port}, {@code host:*} or {@code *.domain}, with {@code http://} before it for plain HTTP.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static AllowedHost of(String text) {
        boolean secure = !text.startsWith(HTTP);
        String rest = secure && !text.startsWith(HTTPS) ? text : text.substring((secure ? HTTPS : HTTP).length());
        boolean below = rest.startsWith(BELOW);
        rest = below ? rest.substring(BELOW.length()) : rest;
        int colon = rest.indexOf(':', rest.indexOf(']') + 1);
        Host host = Host.of(colon < 0 ? rest : rest.substring(0, colon));
        if (below && host.isAddress()) {
            throw new IllegalArgumentException("there are no names below an address");
        }
        OptionalInt port = colon < 0 ? OptionalInt.of(Endpoint.defaultPort(secure)) : port(rest.substring(colon + 1));
        return new AllowedHost(secure, below, host, port);
    }

    boolean allows(Endpoint endpoint) {
        return secure == endpoint.secure()
                && (port.isEmpty() || port.getAsInt() == endpoint.port())
                && (below ? endpoint.host().isBelow(host) : endpoint.host().equals(host));
    }

    private static OptionalInt port(String text) {
        if (text.equals(ANY_PORT)) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(text);
        if (!Endpoint.isPort(port)) {
            throw new IllegalArgumentException("no port: " + text);
        }
        return OptionalInt.of(port);
    }
}
