package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Calls a simulator over real HTTP. */
record SimulatorClient(ModelSimulator simulator) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** An answer: the status, the headers and the body as a tree. */
    record Got(int status, JsonNode json, HttpResponse<String> raw) {}

    Got post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    Got get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    Got send(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> response =
                HTTP.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers().firstValue("content-type").orElse("").equals("application/json");
        return new Got(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.nullNode(), response);
    }

    /** The data of each event; the closing {@code [DONE]} as a text node. */
    List<JsonNode> events(String path, String body, String... headers) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : post(path, body, headers).raw().body().lines().toList()) {
            if (line.startsWith("data: ")) {
                String data = line.substring("data: ".length());
                events.add(data.equals("[DONE]") ? JSON.getNodeFactory().textNode(data) : JSON.readTree(data));
            }
        }
        return events;
    }

    HttpRequest request(String method, String path, String body, String... headers) {
        var builder = HttpRequest.newBuilder(URI.create(simulator.uri() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json");
        return (headers.length == 0 ? builder : builder.headers(headers)).build();
    }
}
