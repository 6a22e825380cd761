package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets, real gRPC: the health service is the one that is always there. */
final class GrpcServerShellTest {
    @TempDir
    Path folder;

    @Test
    void answersOnAUnixSocketThatOnlyItsOwnerMayUse() throws Exception {
        Path path = folder.resolve("new/service.sock");
        try (GrpcServerShell shell = start(new GrpcAddress.UnixSocket(path))) {
            assertThat(health(shell.address())).isEqualTo(ServingStatus.SERVING);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("new")).isEmptyDirectory();
    }

    @Test
    void answersOnAFreeTcpPort() throws Exception {
        try (GrpcServerShell shell = start(GrpcAddress.parse("127.0.0.1:0"))) {
            assertThat(shell.address()).isNotEqualTo(GrpcAddress.parse("127.0.0.1:0"));
            assertThat(health(shell.address())).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void saysWhenItDoesNotServe() throws Exception {
        try (GrpcServerShell shell = start(GrpcAddress.parse("localhost:0"))) {
            shell.serving(false);

            assertThat(health(shell.address())).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void takesTheFileOfADeadProcessOver() throws Exception {
        Path path = folder.resolve("stale.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();

        try (GrpcServerShell shell = start(new GrpcAddress.UnixSocket(path))) {
            assertThat(health(shell.address())).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void refusesAPathInUse() throws Exception {
        Path path = folder.resolve("used.sock");
        try (GrpcServerShell shell = start(new GrpcAddress.UnixSocket(path))) {
            assertThatIOException()
                    .isThrownBy(() -> start(new GrpcAddress.UnixSocket(path)))
                    .withMessage("unix socket: " + path + " is in use by another process (expected: a free path)");
            assertThat(health(shell.address())).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void neverDeletesAFileThatIsNoSocket() throws Exception {
        Path path = Files.writeString(folder.resolve("precious"), "text");

        assertThatIOException()
                .isThrownBy(() -> start(new GrpcAddress.UnixSocket(path)))
                .withMessageContaining("is there and is no socket");
        assertThat(path).hasContent("text");
    }

    @Test
    void leavesTheSocketOfASuccessorAlone() throws Exception {
        Path path = folder.resolve("rolling.sock");
        GrpcServerShell first = start(new GrpcAddress.UnixSocket(path));
        Files.delete(path);
        try (GrpcServerShell second = start(new GrpcAddress.UnixSocket(path))) {
            first.close();

            assertThat(health(second.address())).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void refusesPlainTextOnThePublicNetwork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(GrpcAddress.parse("0.0.0.0:0")))
                .withMessageContaining("expected: a loopback address or a Unix socket");
    }

    @Test
    void saysWhichAddressCannotBeUsed() throws Exception {
        try (GrpcServerShell shell = start(GrpcAddress.parse("127.0.0.1:0"))) {
            assertThatIOException()
                    .isThrownBy(() -> start(shell.address()))
                    .withMessageStartingWith(shell.address() + ": cannot listen: ");
        }
    }

    private static GrpcServerShell start(GrpcAddress address) throws IOException {
        return GrpcServerShell.builder(address).drain(Duration.ofMillis(200)).start();
    }

    private static ServingStatus health(GrpcAddress address) throws InterruptedException {
        ManagedChannel channel = address.channel();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
