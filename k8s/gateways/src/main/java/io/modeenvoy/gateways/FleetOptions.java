package io.modeenvoy.gateways;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.crd.ProxySettingsSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Envoys of all Gateways have in common, as the installation says.
 *
 * @param server where pods reach the control plane, {@code host:port}
 * @param services where pods reach ext-authz, ext-ratelimit and ext-proc, {@code host:port} of {@code services --proxies-listen}
 * @param image of Envoy
 * @param program image of {@code modeenvoy}, which ends an Envoy's calls before its pod goes
 * @param pullSecrets of the images, in the namespace of each Gateway
 * @param tls to both; null = somebody else secures the network
 * @param except Gateways whose Envoys somebody else starts, {@code NAMESPACE/NAME}
 * @param defaults what ProxySettings do not say
 * @param podSecurityContext of all pods
 * @param containerSecurityContext of all containers
 * @param networkPolicy null = none is made
 */
public record FleetOptions(
        @JsonProperty(required = true) String server,
        @JsonProperty(required = true) String services,
        @JsonProperty(required = true) String image,
        @JsonProperty(required = true) String program,
        String pullPolicy,
        List<String> pullSecrets,
        Integer probePort,
        String logLevel,
        Drain drain,
        @Nullable Tls tls,
        List<String> except,
        ProxySettingsSpec defaults,
        SortedMap<String, Object> podSecurityContext,
        SortedMap<String, Object> containerSecurityContext,
        @Nullable NetworkPolicy networkPolicy) {
    private static final ProxySettingsSpec USUAL = new ProxySettingsSpec(
            ProxySettingsSpec.Kind.DEPLOYMENT,
            2,
            new ProxySettingsSpec.ServiceSettings(
                    ProxySettingsSpec.ServiceSettings.Type.LOAD_BALANCER, Map.of(), null, null, List.of()),
            null,
            null,
            Map.of(),
            List.of());

    public FleetOptions {
        tcp("server", server);
        tcp("services", services);
        pullPolicy = or(pullPolicy, "IfNotPresent");
        pullSecrets = List.copyOf(or(pullSecrets, List.of()));
        probePort = or(probePort, 19001);
        logLevel = or(logLevel, "warning");
        drain = or(drain, new Drain(5, 60));
        except = List.copyOf(or(except, List.of()));
        defaults = or(defaults, ProxySettingsSpec.NOTHING).over(USUAL);
        podSecurityContext = sorted(podSecurityContext);
        containerSecurityContext = sorted(containerSecurityContext);
    }

    private static <T> T or(@Nullable T written, T absent) {
        return written == null ? absent : written;
    }

    private static SortedMap<String, Object> sorted(@Nullable Map<String, Object> written) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(or(written, Map.of())));
    }

    private static void tcp(String field, @Nullable String text) {
        if (text == null || !(Address.parse(text) instanceof Address.Tcp)) {
            throw new IllegalArgumentException(field + ": " + text + " (expected: host:port, which pods can reach)");
        }
    }

    /**
     * What a pod does before it goes.
     *
     * @param noticeSeconds connections are still taken
     * @param limitSeconds then calls that go on are cut off
     */
    public record Drain(int noticeSeconds, int limitSeconds) {
        public Drain {
            if (noticeSeconds < 0 || limitSeconds <= noticeSeconds) {
                throw new IllegalArgumentException("drain.limitSeconds: " + limitSeconds
                        + " (expected: more than noticeSeconds, which is " + noticeSeconds + ")");
            }
        }
    }

    /**
     * Whose certificates the Envoys show: either made for each Gateway, or there already.
     *
     * @param authority Secret of the control plane's namespace with the authority that signs them
     * @param secret Secret in each Gateway's namespace that somebody else keeps
     */
    public record Tls(
            @Nullable String authority,
            @Nullable String secret,
            String trustDomain,
            Integer validDays,
            Integer renewDays) {
        public Tls {
            trustDomain = or(trustDomain, "modeenvoy");
            validDays = or(validDays, 90);
            renewDays = or(renewDays, 30);
            if ((authority == null) == (secret == null)) {
                throw new IllegalArgumentException(
                        "tls: authority " + authority + ", secret " + secret + " (expected: one of them)");
            }
            if (renewDays < 1 || validDays <= renewDays) {
                throw new IllegalArgumentException(
                        "tls.validDays: " + validDays + " (expected: more than renewDays, which is " + renewDays + ")");
            }
        }
    }

    /**
     * What the pods may connect to, and who may read their metrics, in the words of a NetworkPolicy.
     *
     * @param egress rules; null = everywhere
     */
    public record NetworkPolicy(
            @Nullable JsonNode egress, @Nullable JsonNode metricsFrom) {}

    /** All that counts for a fleet. */
    ProxySettingsSpec settings(Fleet fleet) {
        return fleet.settings().over(defaults);
    }
}
