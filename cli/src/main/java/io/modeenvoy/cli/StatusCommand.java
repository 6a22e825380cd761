package io.modeenvoy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modeenvoy.crd.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints where the fleet and the objects stand. */
@Command(
        name = "status",
        description = "Each proxy and service of all replicas with what it was sent, acknowledged or rejected, and each"
                + " object with its conditions and on how many of them it is.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy status --server 127.0.0.1:8090"})
final class StatusCommand implements Callable<Integer> {
    @Option(
            names = "--server",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1:8090",
            description = "Admin address of the control plane (default: ${DEFAULT-VALUE})")
    private String server = "";

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "The token that the admin address asks for (default: the file that the variable"
                    + " MODEENVOY_ADMIN_TOKEN_FILE names, or none)")
    private @Nullable Path tokenFile;

    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        JsonNode status = fetch();
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(OutputFormat.json(status));
        } else {
            out.print(nodes(status));
            refusals(status).forEach(line -> out.println(Printable.of(line)));
            warnings(status).forEach(line -> out.println(Printable.of(line)));
            out.println();
            out.print(objects(status));
            out.flush();
        }
        return wrong(status) ? ExitCode.NO : ExitCode.GOOD;
    }

    private JsonNode fetch() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + server + "/status"))
                    .timeout(Duration.ofSeconds(10));
            String named = System.getenv("MODEENVOY_ADMIN_TOKEN_FILE");
            Path file = tokenFile == null && named != null ? Path.of(named) : tokenFile;
            if (file != null) {
                request.header("authorization", "Bearer " + token(file));
            }
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CannotException("--server: " + server + " answers " + response.statusCode() + ": "
                        + Printable.of(response.body().strip()));
            }
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CannotException("--server: " + server + " is not a control plane's admin address", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotException(
                    "--server: " + server + ": no answer (is the gateway running, with this --admin-port?)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotException("interrupted", e);
        }
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CannotException("--admin-token-file: " + file + " cannot be read", e);
        }
    }

    private static TextTable nodes(JsonNode status) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "NODE",
                "GROUP",
                "REPLICA",
                "SINCE",
                "DIALECT",
                "TYPE",
                "SENT",
                "ACKED",
                "PENDING",
                "FORCED",
                "REJECTED"));
        for (JsonNode node : status.path("nodes")) {
            for (JsonNode type : node.path("types")) {
                String url = type.path("typeUrl").asText();
                List<String> rejections = new ArrayList<>();
                type.path("rejections").forEach(rejection -> rejections.add(rejection.asText()));
                rows.add(List.of(
                        node.path("id").asText(),
                        node.path("group").asText(),
                        node.path("replica").asText(),
                        node.path("connectedSince").asText().replaceFirst("\\.\\d+Z$", "Z"),
                        node.path("dialect").asText(),
                        url.substring(url.lastIndexOf('.') + 1),
                        type.path("sent").asText(),
                        type.path("acked").asText(),
                        pending(type),
                        type.path("forced").asText(),
                        String.join("; ", rejections)));
            }
        }
        return new TextTable(rows);
    }

    private static List<String> refusals(JsonNode status) {
        List<String> lines = new ArrayList<>();
        for (JsonNode refusal : status.path("refusals")) {
            lines.add("REFUSED " + refusal.path("reason").asText() + ", "
                    + refusal.path("times").asText() + " times, last at "
                    + refusal.path("last").asText());
        }
        return lines;
    }

    /** How much has not been sent yet, and whether an answer is awaited. */
    private static String pending(JsonNode type) {
        String unanswered = type.path("unansweredSince").asText();
        return type.path("pending").asText() + (unanswered.isEmpty() ? "" : " unanswered");
    }

    private static List<String> warnings(JsonNode status) {
        List<String> warnings = new ArrayList<>();
        for (JsonNode node : status.path("nodes")) {
            String warning = node.path("warning").asText();
            if (!warning.isEmpty()) {
                warnings.add("WARNING " + warning);
            }
        }
        return warnings;
    }

    private static TextTable objects(JsonNode status) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("OBJECT", "PROXIES", "SERVICES", "CONDITION", "STATUS", "REASON", "MESSAGE"));
        for (JsonNode object : status.path("objects")) {
            String namespace = object.path("namespace").asText();
            String name = object.path("kind").asText() + " " + (namespace.isEmpty() ? "" : namespace + "/")
                    + object.path("name").asText();
            for (JsonNode condition : object.path("conditions")) {
                rows.add(List.of(
                        name,
                        object.path("proxies").asText(),
                        object.path("services").asText(),
                        condition.path("type").asText(),
                        condition.path("status").asText(),
                        condition.path("reason").asText(),
                        condition.path("message").asText()));
            }
        }
        return new TextTable(rows);
    }

    /** Whether any condition is False. */
    private static boolean wrong(JsonNode status) {
        for (JsonNode object : status.path("objects")) {
            for (JsonNode condition : object.path("conditions")) {
                if (condition.path("status").asText().equals("False")) {
                    return true;
                }
            }
        }
        return false;
    }
}
