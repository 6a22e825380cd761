package io.modeenvoy.cli;

import com.sun.net.httpserver.HttpExchange;
import io.modeenvoy.app.ConfigDump;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.service.AdminServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What the admin endpoint shows beside metrics and health. */
final class AdminPages {
    private static final String JSON = "application/json";

    private AdminPages() {}

    /** {@code /status}: the fleet and the objects. */
    static void status(AdminServer admin, Supplier<?> status) {
        admin.route(
                "/status", exchange -> AdminServer.send(exchange, 200, JSON, OutputFormat.json(status.get()) + "\n"));
    }

    /** {@code /xds/dump}: what is served and to whom. */
    static void dump(AdminServer admin, ConfigDump dump) {
        admin.route("/xds/dump", new DumpPage(dump)::answer);
    }

    /** {@code /budgets}: what is used, held and left of each budget that has been counted. */
    static void budgets(AdminServer admin, Ledger ledger) {
        admin.route("/budgets", exchange -> budgets(exchange, ledger));
    }

    /** {@code /envoy/…}: Envoy's own statistics, read only. */
    static void envoy(AdminServer admin, int envoyAdminPort) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        for (String page :
                List.of("/stats", "/stats/prometheus", "/clusters", "/listeners", "/ready", "/server_info")) {
            admin.route("/envoy" + page, exchange -> envoy(exchange, client, envoyAdminPort));
        }
    }

    private static void budgets(HttpExchange exchange, Ledger ledger) throws IOException {
        try {
            List<Map<String, Object>> budgets = ledger.states().toCompletableFuture().get(5, TimeUnit.SECONDS).stream()
                    .map(AdminPages::budget)
                    .toList();
            AdminServer.send(exchange, 200, JSON, OutputFormat.json(Map.of("budgets", budgets)) + "\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            AdminServer.send(exchange, 503, JSON, "{\"error\":\"stopping\"}\n");
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            AdminServer.send(exchange, 503, JSON, "{\"error\":\"the ledger does not answer\"}\n");
        }
    }

    private static Map<String, Object> budget(BudgetState state) {
        Map<String, Object> budget = new TreeMap<>();
        budget.put("id", state.budget().id());
        budget.put("budget", state.budget().budget().toString());
        budget.put(
                "target",
                state.budget().target().kind() + " " + state.budget().target().name());
        budget.put("unit", state.budget().unit().toString());
        budget.put("mode", state.budget().mode().toString());
        budget.put("limit", state.budget().amount());
        budget.put("settled", state.settled());
        budget.put("reserved", state.reserved());
        budget.put("remaining", state.remaining());
        budget.put("windowStart", state.windowStart().toString());
        budget.put("windowEnd", state.windowEnd().toString());
        return budget;
    }

    private static void envoy(HttpExchange exchange, HttpClient client, int port) throws IOException {
        String path = exchange.getRequestURI().toString().substring("/envoy".length());
        if (!exchange.getRequestMethod().equals("GET")) {
            AdminServer.send(exchange, 405, "text/plain", "GET only\n");
            return;
        }
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            AdminServer.send(
                    exchange,
                    answer.statusCode(),
                    answer.headers().firstValue("content-type").orElse("text/plain"),
                    answer.body());
        } catch (IOException e) {
            AdminServer.send(exchange, 502, "text/plain", "Envoy does not answer\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            AdminServer.send(exchange, 503, "text/plain", "stopping\n");
        }
    }
}
