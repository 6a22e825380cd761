package io.modeenvoy.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for {@code Authorization: Bearer TOKEN}. The file is read at each request: a new token counts at once. */
public final class BearerToken extends Filter {
    private static final Logger LOG = LoggerFactory.getLogger(BearerToken.class);
    private static final int SHORTEST = 16;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Path file;

    private BearerToken(Path file) {
        this.file = file;
    }

    /** The token in a file, which must be good. */
    public static BearerToken of(Path file) throws IOException {
        BearerToken token = new BearerToken(file);
        var _ = token.expected();
        return token;
    }

    @Override
    public String description() {
        return "bearer token";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        byte[] expected;
        try {
            expected = expected();
        } catch (IOException e) {
            LOG.error("admin.token-unreadable file={} reason=\"{}\"", file, e.getMessage());
            AdminServer.send(exchange, 503, TEXT, "the token of this port cannot be read; our log says more\n");
            return;
        }
        List<String> given = exchange.getRequestHeaders().getOrDefault("authorization", List.of());
        if (given.size() == 1 && MessageDigest.isEqual(given.getFirst().getBytes(StandardCharsets.UTF_8), expected)) {
            chain.doFilter(exchange);
        } else {
            exchange.getResponseHeaders().set("www-authenticate", "Bearer realm=\"modeenvoy\"");
            AdminServer.send(
                    exchange, 401, TEXT, "authorization: not the token of this port (expected: Bearer TOKEN)\n");
        }
    }

    private byte[] expected() throws IOException {
        String token = Files.readString(file).strip();
        if (token.length() < SHORTEST) {
            throw new IOException(
                    file + ": a token of " + token.length() + " characters (expected: " + SHORTEST + " or more)");
        }
        return ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }
}
