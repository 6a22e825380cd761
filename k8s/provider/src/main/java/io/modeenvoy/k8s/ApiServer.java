package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.modeenvoy.crd.Kinds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to the API server, by the credentials and the HTTP client of fabric8. Blocking; meant for virtual threads. */
final class ApiServer {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final String url;

    ApiServer(KubernetesClient client) {
        this.http = client.getHttpClient();
        this.url = client.getMasterUrl().toString().replaceFirst("/+$", "");
    }

    /** The answer's body as it comes; the caller closes it. */
    InputStream get(String pathAndQuery) throws IOException, InterruptedException {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(url + pathAndQuery))
                .header("Accept", "application/json")
                .forStreaming()
                .build();
        return checked(answer(request));
    }

    /** Server-side apply as the owner of what is written; gives the object as it is now. */
    JsonNode apply(String path, String fieldOwner, byte[] object) throws IOException, InterruptedException {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(url + path + "?fieldManager=" + encoded(fieldOwner) + "&force=true"))
                .header("Accept", "application/json")
                .method("PATCH", "application/apply-patch+yaml", new String(object, StandardCharsets.UTF_8))
                .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .build();
        try (InputStream body = checked(answer(request))) {
            return JSON.readTree(body);
        }
    }

    /** Takes an object away. */
    void delete(String path) throws IOException, InterruptedException {
        delete(path, JSON.createObjectNode());
    }

    /** Deletes an object, and what it owns later; nothing happens if it is another one of that name by now, or gone. */
    void delete(String path, String uid) throws IOException, InterruptedException {
        try {
            delete(
                    path,
                    JSON.createObjectNode()
                            .put("apiVersion", "v1")
                            .put("kind", "DeleteOptions")
                            .put("propagationPolicy", "Background")
                            .set("preconditions", JSON.createObjectNode().put("uid", uid)));
        } catch (ApiException e) {
            if (!e.isNotFound() && !e.isConflict()) {
                throw e;
            }
        }
    }

    private void delete(String path, JsonNode options) throws IOException, InterruptedException {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(url + path))
                .header("Accept", "application/json")
                .method("DELETE", "application/json", options.toString())
                .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .build();
        checked(answer(request)).close();
    }

    /** Where the objects of a kind are, in all namespaces. */
    static String collection(Kinds.Kind<?> kind) {
        return root(kind) + "/" + kind.plural();
    }

    /** Where one object is. */
    static String object(Kinds.Kind<?> kind, ObjectKey key) {
        String namespace = kind.namespaced() ? "/namespaces/" + encoded(key.namespace()) : "";
        return root(kind) + namespace + "/" + kind.plural() + "/" + encoded(key.name());
    }

    /** Asks for one object as a list, which needs no other right than a watch. */
    static String listed(Kinds.Kind<?> kind, ObjectKey key) {
        return root(kind) + "/namespaces/" + encoded(key.namespace()) + "/" + kind.plural()
                + "?fieldSelector=metadata.name%3D" + encoded(key.name());
    }

    private static String root(Kinds.Kind<?> kind) {
        return (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<InputStream> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer;
        try {
            answer = http.sendAsync(request, InputStream.class);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e); // our token could not be read
        }
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private static InputStream checked(HttpResponse<InputStream> answer) throws IOException {
        if (answer.isSuccessful()) {
            return answer.body();
        }
        try (InputStream body = answer.body()) {
            throw new ApiException(
                    answer.code(), message(body.readAllBytes()), retryAfter(answer.header("Retry-After")));
        }
    }

    private static String message(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        try {
            return JSON.readTree(text).path("message").asText(text);
        } catch (IOException e) {
            return text;
        }
    }

    private static Duration retryAfter(String seconds) {
        return seconds != null && seconds.matches("[0-9]{1,4}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : Duration.ZERO;
    }
}
