package io.modeenvoy.cli;

import com.sun.net.httpserver.HttpExchange;
import io.modeenvoy.app.ConfigDump;
import io.modeenvoy.bootstrap.EnvoyAdmin;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.service.AdminServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** {@code /envoy/…}: these of Envoy's own pages and no others, read only. */
    static void envoy(AdminServer admin, EnvoyAdmin envoy) {
        for (String page :
                List.of("/stats", "/stats/prometheus", "/clusters", "/listeners", "/ready", "/server_info")) {
            admin.route("/envoy" + page, exchange -> envoy(exchange, envoy, page));
        }
    }

    private static void budgets(HttpExchange exchange, Ledger ledger) throws IOException {
        try {
            List<Map<String, Object>> budgets = ledger.states().toCompletableFuture().get(5, TimeUnit.SECONDS).stream()
                    .map(state -> ShownBudget.of(state).json())
                    .toList();
            AdminServer.send(exchange, 200, JSON, OutputFormat.json(Map.of("budgets", budgets)) + "\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            AdminServer.send(exchange, 503, JSON, "{\"error\":\"stopping\"}\n");
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            AdminServer.send(exchange, 503, JSON, "{\"error\":\"the ledger does not answer\"}\n");
        }
    }

    private static void envoy(HttpExchange exchange, EnvoyAdmin envoy, String page) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        try {
            EnvoyAdmin.Answer answer =
                    envoy.send("GET", query == null ? page : page + "?" + query, Duration.ofSeconds(5));
            AdminServer.send(exchange, answer.status(), answer.contentType(), answer.body());
        } catch (IOException e) {
            AdminServer.send(exchange, 502, "text/plain", "Envoy does not answer\n");
        }
    }
}
