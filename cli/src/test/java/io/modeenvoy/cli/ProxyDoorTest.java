package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.app.grants.GrantBook;
import io.modeenvoy.app.grants.GrantedIdentities;
import io.modeenvoy.authz.ExtAuthz;
import io.modeenvoy.ledger.Journal;
import io.modeenvoy.ledger.MemoryLedger;
import io.modeenvoy.proc.ExtProcService;
import io.modeenvoy.proc.ProcOptions;
import io.modeenvoy.proc.ProcPolicies;
import io.modeenvoy.ratelimit.RateLimitServices;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.PolicySubscriber;
import io.modeenvoy.service.Tls;
import io.modeenvoy.service.TlsFiles;
import io.modeenvoy.testkit.services.Questions;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two Gateways' services behind one door: all certificates are of one authority, and a proxy asks whatever it likes. */
final class ProxyDoorTest {
    private static final String KEY = TwoGateways.KEY.text();
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "203.0.113.9";

    private final TestAuthority authority = TestAuthority.named("all");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Parts parts = new Parts();

    @TempDir
    Path folder;

    private List<PolicySubscriber> subscribers = List.of();
    private GrpcAddress address = GrpcAddress.parse("127.0.0.1:0");

    @BeforeEach
    void open() throws Exception {
        ProcPolicies policies = new ProcPolicies();
        MemoryLedger ledger = new MemoryLedger(InstantSource.system(), Journal.none());
        ExtAuthz authz = new ExtAuthz(InstantSource.system(), parts.add(new Metrics()));
        RateLimitServices limits = new RateLimitServices(ledger, InstantSource.system(), meters);
        ExtProcService proc =
                parts.add(new ExtProcService(policies, ledger, meters, ProcOptions.defaults(), InstantSource.system()));
        subscribers = List.of(policies, authz.subscriber(), limits.subscriber());
        keyIsGoodFrom(HERE + "/32");
        List<BindableService> services = new ArrayList<>(limits.services());
        services.add(authz.service());
        services.add(proc);
        ProxyDoor door = new ProxyDoor(
                address,
                tls("server", authority.server("localhost")),
                PlainText.LOOPBACK_ONLY,
                new CertifiedProxies(new GrantedIdentities(() -> GrantBook.byConvention()), meters));
        GrpcServerShell shell = parts.add(door.open(services));
        address = shell.address();
    }

    @AfterEach
    void close() {
        parts.close();
    }

    /** The answers: an AI call, an authorization and a question of budgets of each Gateway, and the ledger. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway/a/a|forwarded Bearer sk-a|allowed|OK|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED",
                "egress/a/a|forwarded Bearer sk-a|allowed|OK|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED",
                "gateway/b/b|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED|forwarded Bearer sk-b|allowed|OK",
                "egress/b/b|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED|forwarded Bearer sk-b|allowed|OK",
                "gateway/a|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED"
                        + "|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED",
                "services|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED"
                        + "|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED",
                "control-plane|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED"
                        + "|PERMISSION_DENIED|PERMISSION_DENIED|PERMISSION_DENIED",
                "all|forwarded Bearer sk-a|allowed|OK|forwarded Bearer sk-b|allowed|OK",
            })
    void aCertificateGetsAnswersForTheGroupsItMayClaim(
            String group,
            String exchangeA,
            String authorizeA,
            String limitA,
            String exchangeB,
            String authorizeB,
            String limitB)
            throws Exception {
        Questions proxy = proxy(client(group));
        assertThat(answers(proxy, "a")).containsExactly(exchangeA, authorizeA, limitA);
        assertThat(answers(proxy, "b")).containsExactly(exchangeB, authorizeB, limitB);
        assertThat(proxy.method("modeenvoy.ledger.v1.Ledger/Reserve")).isEqualTo("UNIMPLEMENTED");
        assertThat(proxy.method("modeenvoy.ledger.v1.Ledger/Settle")).isEqualTo("UNIMPLEMENTED");
        long refused = Stream.of(exchangeA, authorizeA, limitA, exchangeB, authorizeB, limitB)
                .filter("PERMISSION_DENIED"::equals)
                .count();
        assertThat(meters.get("modeenvoy.proxies.refused").counter().count()).isEqualTo((double) refused);
    }

    @Test
    void aCertificateOfNobodyGetsNothing() throws Exception {
        Questions proxy = proxy(authority.clientWithSubject("CN=gateway/a/a"));
        assertThat(answers(proxy, "a")).containsOnly("PERMISSION_DENIED");
        assertThat(answers(proxy(TestAuthority.named("other").client(uri("gateway/a/a"))), "a"))
                .containsOnly("UNAVAILABLE");
    }

    @Test
    void aRouteOfNoGatewayIsNobodys() throws Exception {
        Questions proxy = proxy(client("gateway/a/a"));
        assertThat(proxy.authorize("httproute/a/gone", HERE, KEY)).isEqualTo("PERMISSION_DENIED");
        assertThat(proxy.limit("httproute/a/gone")).isEqualTo("PERMISSION_DENIED");
    }

    /** What the proxy says of its client counts at a Gateway; who stands in a workload's pod connects from there, whatever it says. */
    @ParameterizedTest
    @CsvSource({
        "gateway/a/a, 127.0.0.1, forwarded Bearer sk-a, allowed",
        "gateway/a/a, 203.0.113.9, answered 403, denied 403",
        "egress/a/a, 127.0.0.1, forwarded Bearer sk-a, allowed",
        "egress/a/a, 203.0.113.9, forwarded Bearer sk-a, allowed",
    })
    void theAddressOfAWorkloadIsThatOfItsConnection(String group, String said, String exchange, String authorize)
            throws Exception {
        Questions proxy = proxy(client(group));
        assertThat(proxy.exchange("a/a/80/*", said, KEY, "a")).isEqualTo(exchange);
        assertThat(proxy.authorize("httproute/a/a", said, KEY)).isEqualTo(authorize);
    }

    @Test
    void aWorkloadElsewhereCannotPassForThisMachine() throws Exception {
        keyIsGoodFrom(ELSEWHERE + "/32");
        Questions proxy = proxy(client("egress/a/a"));
        assertThat(proxy.exchange("a/a/80/*", ELSEWHERE, KEY, "a")).isEqualTo("answered 403");
        assertThat(proxy.authorize("httproute/a/a", ELSEWHERE, KEY)).isEqualTo("denied 403");
    }

    private static List<String> answers(Questions proxy, String gateway) {
        return List.of(
                proxy.exchange(gateway + "/" + gateway + "/80/*", HERE, KEY, gateway),
                proxy.authorize("httproute/" + gateway + "/" + gateway, HERE, KEY),
                proxy.limit("httproute/" + gateway + "/" + gateway));
    }

    private void keyIsGoodFrom(String cidr) {
        subscribers.forEach(subscriber -> TwoGateways.tell(subscriber, cidr));
    }

    private Questions proxy(TestCertificate certificate) throws Exception {
        ManagedChannel channel = address.channel(tls("client", certificate), "localhost");
        parts.add(channel::shutdownNow);
        return new Questions(channel);
    }

    private Tls tls(String name, TestCertificate certificate) throws Exception {
        Path files = Files.createTempDirectory(folder, name);
        certificate.install(files, authority);
        return parts.add(Tls.open(
                new TlsFiles(files.resolve("tls.crt"), files.resolve("tls.key"), files.resolve("ca.crt")), meters));
    }

    private TestCertificate client(String group) {
        return authority.client(uri(group));
    }

    private static String uri(String group) {
        return "spiffe://test/modeenvoy/" + group + "/node/*";
    }
}
