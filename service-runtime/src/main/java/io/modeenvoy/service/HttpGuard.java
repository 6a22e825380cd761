package io.modeenvoy.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every page of ours: answers who called us by a name of ours, and no page of another site. A browser that is led here by a foreign name which
 * suddenly means this machine (DNS rebinding), or by a script of another site, gets nothing.
 */
public final class HttpGuard extends Filter {
    private static final String TEXT = "text/plain; charset=utf-8";

    /** What a browser says of a request that no other site made. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> methods;
    private final Set<String> names;

    private HttpGuard(Set<String> methods, List<String> names) {
        this.methods = methods;
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /**
     * Of pages that are read.
     *
     * @param names by which we are called, besides {@code localhost} and the address that is called
     */
    public static HttpGuard reading(List<String> names) {
        return new HttpGuard(Set.of("GET", "HEAD"), names);
    }

    /** Of pages that take something. */
    public static HttpGuard taking(List<String> names) {
        return new HttpGuard(Set.of("POST"), names);
    }

    @Override
    public String description() {
        return "names and sites";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        exchange.getResponseHeaders().set("x-content-type-options", "nosniff");
        exchange.getResponseHeaders().set("cache-control", "no-store");
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("host", List.of());
        if (hosts.size() != 1 || !isOurs(nameOf(hosts.getFirst()), exchange)) {
            AdminServer.send(
                    exchange,
                    421,
                    TEXT,
                    "host: " + hosts + " (expected: localhost, the address itself, or a name that was configured)\n");
        } else if (!ownSite(exchange, hosts.getFirst())) {
            AdminServer.send(exchange, 403, TEXT, "origin: another site (expected: none, or this one)\n");
        } else if (!methods.contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("allow", methods.stream().sorted().collect(Collectors.joining(", ")));
            AdminServer.send(
                    exchange,
                    405,
                    TEXT,
                    "method: " + exchange.getRequestMethod() + " (expected: "
                            + methods.stream().sorted().toList() + ")\n");
        } else {
            chain.doFilter(exchange);
        }
    }

    private boolean isOurs(String name, HttpExchange exchange) {
        InetAddress literal = literal(name);
        return literal == null
                ? name.equals("localhost") || names.contains(name)
                : literal.isLoopbackAddress()
                        || literal.equals(exchange.getLocalAddress().getAddress())
                        || names.contains(name);
    }

    /** What a browser sends along: neither a script of another site nor a link there may reach us. */
    private static boolean ownSite(HttpExchange exchange, String host) {
        List<String> sites = exchange.getRequestHeaders().getOrDefault("sec-fetch-site", List.of());
        List<String> origins = exchange.getRequestHeaders().getOrDefault("origin", List.of());
        return OWN_SITES.containsAll(sites)
                && origins.stream()
                        .allMatch(origin -> origin.equals("http://" + host) || origin.equals("https://" + host));
    }

    /** Without its port, in lower case. */
    private static String nameOf(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') : host.lastIndexOf(':');
        String name =
                host.startsWith("[") ? host.substring(1, Math.max(1, end)) : end < 0 ? host : host.substring(0, end);
        return name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable InetAddress literal(String name) {
        try {
            return InetAddress.ofLiteral(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
