package io.modeenvoy.devcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** What we ask of the API server ourselves, as its administrator. */
final class ApiClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final String url;
    private final String token;
    private final HttpClient http;

    ApiClient(String url, SSLContext trust, String token) {
        this.url = url;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .sslContext(trust)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** Whether a GET is answered by 200; false as well while nobody answers. */
    boolean good(String path) throws InterruptedException {
        try {
            return send("GET", path, "", "").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a GET is answered by; nothing unless that is 200. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path, "", "");
        return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
    }

    /** Server-side apply, as the owner of every field that is written. */
    void apply(String path, JsonNode object) throws IOException, InterruptedException {
        String owned = path + "?fieldManager=modeenvoy-dev-cluster&force=true";
        HttpResponse<String> answer = send("PATCH", owned, "application/apply-patch+yaml", object.toString());
        if (answer.statusCode() >= 300) {
            String message = JSON.readTree(answer.body()).path("message").asText();
            throw new IOException(path + ": the API server answers " + answer.statusCode() + ": " + message);
        }
    }

    /** Any request; {@code type} is that of the body, empty = there is none. */
    HttpResponse<String> send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
