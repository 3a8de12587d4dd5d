package dev.modelyard.api.webhook;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a webhook is sent, taken apart once and written anew from its parts: what is compared with the allowed hosts is what is
 * connected to.
 *
 * @param uri in that written form
 * @param secure whether it is https
 */
record Endpoint(URI uri, boolean secure, Host host, int port) {
    static final int LONGEST = 2048;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LAST_PORT = 65535;

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException with a message for whoever wrote it
     */
    static Endpoint of(String text) {
        URI given = parse(text);
        boolean secure = "https".equalsIgnoreCase(given.getScheme());
        if (!secure && !"http".equalsIgnoreCase(given.getScheme())) {
            throw new IllegalArgumentException("must begin with https:// or http://");
        }
        if (given.getHost() == null) {
            throw new IllegalArgumentException("must name a host");
        }
        if (given.getRawUserInfo() != null || given.getRawAuthority().indexOf('@') >= 0) {
            throw new IllegalArgumentException("must not hold credentials");
        }
        if (given.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have a fragment");
        }
        Host host = host(given);
        int port = port(given, secure);
        return new Endpoint(written(given, secure, host, port), secure, host, port);
    }

    static int defaultPort(boolean secure) {
        return secure ? HTTPS_PORT : HTTP_PORT;
    }

    static boolean isPort(int port) {
        return port > 0 && port <= LAST_PORT;
    }

    private static URI parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("must have at most " + LONGEST + " characters");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "must be ASCII without spaces: a name in its xn-- form, all else as %-escapes");
        }
        try {
            return new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not an address with a host", e);
        }
    }

    private static Host host(URI given) {
        try {
            return Host.of(given.getHost());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must name its host plainly: " + e.getMessage(), e);
        }
    }

    private static int port(URI given, boolean secure) {
        int port = given.getPort() < 0 ? defaultPort(secure) : given.getPort();
        if (!isPort(port)) {
            throw new IllegalArgumentException("must have a port from 1 to " + LAST_PORT);
        }
        return port;
    }

    private static URI written(URI given, boolean secure, Host host, int port) {
        StringBuilder text = new StringBuilder(secure ? "https://" : "http://").append(host);
        if (port != defaultPort(secure)) {
            text.append(':').append(port);
        }
        text.append(given.getRawPath().isEmpty() ? "/" : given.getRawPath());
        if (given.getRawQuery() != null) {
            text.append('?').append(given.getRawQuery());
        }
        return URI.create(text.toString());
    }
}
