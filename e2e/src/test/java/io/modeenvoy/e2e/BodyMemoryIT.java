package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one caller's bodies may hold in memory, and who is not disturbed by it. */
final class BodyMemoryIT {
    private static final int MIB = 1 << 20;

    private final int port = Program.freePort();
    private final int simulatorPort = Program.freePort();

    @Test
    void refusesOneCallersBodiesBeforeTheHeapSuffersAndNobodyElses() throws Exception {
        try (Workspace workspace = Workspace.demo(port, simulatorPort);
                Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort))) {
            simulator.awaitLine(line -> line.startsWith("ready"));
            workspace.write("other.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Consumer
                metadata: {name: other, namespace: demo}
                spec: {displayName: Another application}
                """);
            String greedy = workspace.key("app-1");
            String calm = Program.run("key", "create", workspace.directory().toString(), "--consumer", "demo/other")
                    .out()
                    .strip();
            try (Gateway gateway = Gateway.run(workspace, 256)) { // 16 MiB a caller
                Gateway.Answer large = gateway.post("/v1/chat/completions", greedy, " ".repeat(16 * MIB + 1));
                assertThat(large.status()).isEqualTo(413);
                try (Socket first = open(greedy, 10 * MIB)) {
                    Eventually.holds("the first body is here", Duration.ofSeconds(20), () -> held(gateway) > 9L * MIB);
                    try (Socket second = open(greedy, 10 * MIB)) {
                        assertThat(head(second))
                                .anyMatch(line -> line.startsWith("HTTP/1.1 429"))
                                .anyMatch(line -> line.startsWith("retry-after: "));
                    }
                    assertThat(gateway.chat(calm).status()).isEqualTo(200);
                    assertThat(gateway.chat(greedy).status()).isEqualTo(200);
                    assertThat(first.getInputStream().available()).isZero();
                }
                Eventually.holds("nothing is held", Duration.ofSeconds(20), () -> held(gateway) == 0);
            }
        }
    }

    /** A call whose body lacks its last byte. */
    private Socket open(String key, int bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        out.write(("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                        + "authorization: Bearer " + key + "\r\ncontent-length: " + (bytes + 1) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = " ".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < bytes && socket.getInputStream().available() == 0; sent += chunk.length) {
            out.write(chunk);
        }
        return socket;
    }

    private static List<String> head(Socket socket) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        return lines.lines().takeWhile(line -> !line.isEmpty()).toList();
    }

    private static double held(Gateway gateway) {
        return gateway.page("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("modeenvoy_ext_proc_body_bytes"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
