package io.modeenvoy.testkit.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** HTTP/2 over TLS with the JDK's client, which honours GOAWAY: it sends what the server has not begun to work on over another connection. */
public final class Http2Caller implements Caller {
    private final HttpClient client;
    private final String base;

    public Http2Caller(int port, SSLContext tls) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        this.base = "https://localhost:" + port;
    }

    @Override
    public int call(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.version() != HttpClient.Version.HTTP_2) {
                throw new IOException("answered in " + response.version() + " (expected: HTTP_2)");
            }
            return response.statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
