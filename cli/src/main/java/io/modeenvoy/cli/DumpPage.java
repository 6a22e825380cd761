package io.modeenvoy.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import io.modeenvoy.app.ConfigDump;
import io.modeenvoy.service.AdminServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /xds/dump?group=G&type=T} is what is served, {@code /xds/dump?node=ID} what one node holds of it. Written piece by piece: a dump of a large
 * fleet is never in memory as a whole.
 */
final class DumpPage {
    private static final String JSON = "application/json";
    private static final List<String> KNOWN = List.of("group", "type", "node");

    private final ConfigDump dump;
    private final JsonFactory factory = new JsonFactory();

    DumpPage(ConfigDump dump) {
        this.dump = dump;
    }

    void answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String problem = problem(query);
        if (problem != null) {
            AdminServer.send(exchange, 400, JSON, OutputFormat.json(Map.of("error", problem)) + "\n");
            return;
        }
        exchange.getResponseHeaders().set("content-type", JSON);
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                JsonGenerator out = factory.createGenerator(exchange.getResponseBody())) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            String node = query.get("node");
            if (node == null) {
                groups(out, query.get("group"), query.get("type"));
            } else {
                node(out, node);
            }
            out.writeEndObject();
            out.writeRaw('\n');
        }
    }

    private @Nullable String problem(Map<String, String> query) {
        for (String name : query.keySet()) {
            if (!KNOWN.contains(name)) {
                return name + ": unknown (expected: " + String.join(", ", KNOWN) + ")";
            }
        }
        String group = query.get("group");
        if (query.containsKey("node") && query.size() > 1) {
            return "node: " + query.get("node") + " (expected: by itself, a node shows its own group and all types)";
        }
        return group == null || dump.groups().contains(group)
                ? null
                : "group: " + group + " (expected: one of " + String.join(", ", dump.groups()) + ")";
    }

    private void groups(JsonGenerator out, @Nullable String group, @Nullable String type) throws IOException {
        out.writeArrayFieldStart("groups");
        Collection<String> groups = group == null ? dump.groups() : List.of(group);
        for (String name : groups) {
            out.writeStartObject();
            out.writeStringField("group", name);
            out.writeArrayFieldStart("types");
            for (String typeUrl : dump.types(name)) {
                if (type == null || typeUrl.equals(type) || typeUrl.endsWith("." + type)) {
                    type(out, name, typeUrl);
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void type(JsonGenerator out, String group, String typeUrl) throws IOException {
        out.writeStartObject();
        out.writeStringField("typeUrl", typeUrl);
        out.writeStringField("version", dump.version(group, typeUrl));
        out.writeArrayFieldStart("resources");
        try (Stream<ConfigDump.Served> resources = dump.resources(group, typeUrl)) {
            for (Iterator<ConfigDump.Served> each = resources.iterator(); each.hasNext(); ) {
                resource(out, each.next());
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void resource(JsonGenerator out, ConfigDump.Served resource) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", resource.name());
        out.writeStringField("version", resource.version());
        out.writeNumberField("bytes", resource.bytes());
        String json = resource.json();
        if (json != null) {
            out.writeFieldName("resource");
            out.writeRawValue(json);
        }
        out.writeEndObject();
    }

    private void node(JsonGenerator out, String id) throws IOException {
        out.writeArrayFieldStart("clients");
        for (Iterator<String> parts = dump.node(id); parts.hasNext(); ) {
            out.writeRawValue(parts.next());
        }
        out.writeEndArray();
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw == null || raw.isEmpty() ? List.<String>of() : List.of(raw.split("&"))) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(decoded(name), decoded(value));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
