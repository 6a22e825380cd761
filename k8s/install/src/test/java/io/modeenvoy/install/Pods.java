package io.modeenvoy.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** The containers that the chart describes, each run by hand as a kubelet would: its image, command line, user, file system and volumes. */
final class Pods implements AutoCloseable {
    private static final String USER = "65532:65532";

    private final Path folder;
    private final Network network = Network.newNetwork();
    private final TestAuthority authority = TestAuthority.named("release");
    private final Map<String, JsonNode> containers = new TreeMap<>();
    private final List<GenericContainer<?>> running = new ArrayList<>();

    Pods(Path folder, List<JsonNode> objects) {
        this.folder = folder;
        for (JsonNode template : Chart.podTemplates(objects)) {
            for (JsonNode container : Chart.containers(template)) {
                containers.put(container.path("name").asText(), container);
            }
        }
    }

    /** A certificate of the release's authority. */
    TestCertificate server(String name) {
        return authority.server(name);
    }

    /** One that is a server's and a client's. */
    TestCertificate both(String dnsName, String uri) {
        return authority.serverAndClient(dnsName, uri);
    }

    TestCertificate client(String uri) {
        return authority.client(uri);
    }

    /** A folder of the host at a path of containers; anybody may write. */
    Volumes volumes() {
        return new Volumes(new ArrayList<>());
    }

    /** Folders of the host in a container. */
    final class Volumes {
        private final List<Bind> binds;

        private Volumes(List<Bind> binds) {
            this.binds = binds;
        }

        Volumes with(String name, String path) {
            open(folder.resolve(name));
            binds.add(new Bind(folder.resolve(name).toString(), new Volume(path)));
            return this;
        }

        Volumes with(TestCertificate certificate, String name) {
            certificate.install(folder.resolve(name), authority);
            return with(name, "/tls");
        }
    }

    /** A container of the chart, with further arguments; {@code alias} is its name for the others. */
    GenericContainer<?> container(String name, String alias, Volumes volumes, String... more) {
        JsonNode described = Objects.requireNonNull(containers.get(name), name);
        List<String> arguments = new ArrayList<>();
        described
                .path("args")
                .forEach(argument -> arguments.add(argument.asText().replace("$(POD_NAME)", alias)));
        arguments.addAll(List.of(more));
        boolean envoy = name.equals("envoy");
        GenericContainer<?> container = bare(envoy ? DockerEngine.envoy() : DockerEngine.PROGRAM, alias, volumes)
                .withCommand(arguments.toArray(String[]::new));
        if (envoy) {
            container.withCreateContainerCmdModifier(command -> command.withEntrypoint("envoy"));
        }
        return container;
    }

    /** Any image, as restricted as the chart's pods. */
    GenericContainer<?> bare(String image, String alias, Volumes volumes) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(any -> false)
                .withNetwork(network)
                .withNetworkAliases(alias)
                .withCreateContainerCmdModifier(command -> {
                    HostConfig host = Objects.requireNonNull(command.getHostConfig());
                    host.withReadonlyRootfs(true)
                            .withTmpFs(Map.of("/tmp", "exec,mode=1777"))
                            .withCapDrop(com.github.dockerjava.api.model.Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges"))
                            .withBinds(volumes.binds);
                    command.withUser(USER);
                });
        running.add(container);
        return container;
    }

    /** Lets everybody read and write: the user of the containers is nobody here. */
    static void open(Path path) {
        try {
            Files.createDirectories(path);
            try (Stream<Path> all = Files.walk(path)) {
                for (Path file : all.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxrwxrwx" : "rw-rw-rw-"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.reversed().forEach(GenericContainer::stop);
        network.close();
    }
}
