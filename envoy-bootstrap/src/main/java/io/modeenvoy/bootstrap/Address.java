package io.modeenvoy.bootstrap;

/** Where something listens: {@code unix:/path} or {@code host:port}. */
public sealed interface Address {
    /** A Unix domain socket. */
    record Unix(String path) implements Address {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** A TCP port; 0 = any free one, for listening only. */
    record Tcp(String host, int port) implements Address {
        public Tcp {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
            }
        }

        @Override
        public String toString() {
            return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
        }
    }

    /** Parses {@code unix:/path}, {@code unix:///path}, {@code host:port} or {@code [v6]:port}. */
    static Address parse(String text) {
        if (text.startsWith("unix:")) {
            String path = text.substring("unix:".length());
            return new Unix(path.startsWith("///") ? path.substring(2) : path);
        }
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("address: " + text + " (expected: unix:/path or host:port)");
        }
        String host = text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
        return new Tcp(host, Integer.parseInt(text.substring(colon + 1)));
    }
}
