package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The parts of the product as processes of their own, as a cluster runs them, around a folder of sockets. */
final class Fleet {
    private Fleet() {}

    /** Whether a chat is answered; nobody may listen yet. */
    static boolean answers(Gateway gateway, String key) {
        try {
            return gateway.chat(key).status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** All services in one process. */
    static Program services(Workspace workspace, Path sockets) {
        return Program.start(
                "services",
                "--server",
                "unix:" + sockets.resolve("ads.sock"),
                "--sockets",
                sockets.toString(),
                "--state",
                workspace.directory().resolve(".modeenvoy").toString(),
                "--admin-port",
                "0");
    }

    /** One service alone, with further options; ready when its line has come. */
    static Program service(String name, Path sockets, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of(name, "--server", "unix:" + sockets.resolve("ads.sock"), "--sockets", sockets.toString()));
        arguments.addAll(List.of(options));
        Program program = Program.start(arguments.toArray(String[]::new));
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    /** The control plane, ready. */
    static Program controlPlane(Workspace workspace, Path sockets, int adminPort, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "control-plane",
                workspace.directory().toString(),
                "--listen",
                "unix:" + sockets.resolve("ads.sock"),
                "--admin-port",
                Integer.toString(adminPort)));
        arguments.addAll(List.of(options));
        Program program = Program.start(arguments.toArray(String[]::new));
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    /** An Envoy of the Gateway {@code demo/edge}. */
    static Process envoy(Path sockets) throws IOException {
        return envoy(sockets, "gateway/demo/edge", "envoy");
    }

    /** An Envoy of a group, with a node id of its own; its log is {@code <id>.log} beside the sockets. */
    static Process envoy(Path sockets, String group, String id) throws IOException {
        return envoy(sockets, group, id, "");
    }

    /** The same with {@code more} in its bootstrap, YAML. */
    static Process envoy(Path sockets, String group, String id, String more) throws IOException {
        Program.Result bootstrap = Program.run(
                "bootstrap",
                "--role",
                "edge",
                "--server",
                "unix:" + sockets.resolve("ads.sock"),
                "--group",
                group,
                "--node-id",
                id,
                "--services",
                sockets.toString());
        assertThat(bootstrap.exitCode()).as(bootstrap.err()).isZero();
        Path file = sockets.resolve(id + ".yaml");
        Files.writeString(file, bootstrap.out() + more);
        return new ProcessBuilder(
                        System.getenv("MODEENVOY_ENVOY"),
                        "-c",
                        file.toString(),
                        "--use-dynamic-base-id",
                        "--concurrency",
                        "1",
                        "-l",
                        "warning")
                .redirectErrorStream(true)
                .redirectOutput(sockets.resolve(id + ".log").toFile())
                .start();
    }
}
