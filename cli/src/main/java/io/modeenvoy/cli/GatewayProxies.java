package io.modeenvoy.cli;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayInfrastructure;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewaySpecAddress;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerEntry;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.modeenvoy.app.MadeProxies;
import io.modeenvoy.app.Pass;
import io.modeenvoy.crd.Api;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ProxySettings;
import io.modeenvoy.crd.ProxySettingsSpec;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.gateways.Fleet;
import io.modeenvoy.gateways.FleetOptions;
import io.modeenvoy.gateways.FleetReport;
import io.modeenvoy.gateways.FleetWish;
import io.modeenvoy.gateways.Fleets;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the Gateways of a pass ask for in Envoys. Pure. */
record GatewayProxies(Pass pass, FleetOptions options) {
    private static final Set<String> PROTOCOLS = Set.of("HTTP", "HTTPS");

    /** By Gateway, of whatever class. */
    Map<ObjectName, FleetWish> wishes() {
        ResourceView view = pass.view();
        Set<ObjectRef> mistaken = mistaken();
        Map<ObjectName, List<Integer>> further = further();
        Map<ObjectName, FleetWish> wishes = new HashMap<>();
        view.unreadable(Gateway.class).keySet().forEach(gateway -> wishes.put(gateway, new FleetWish.Held()));
        for (Gateway gateway : view.list(Gateway.class)) {
            ObjectName name = ObjectName.of(gateway);
            boolean held = mistaken.contains(new ObjectRef("Gateway", name.namespace(), name.name()));
            wishes.put(
                    name,
                    switch (standing(gateway, name)) {
                        case OTHERS -> new FleetWish.Nothing();
                        case UNKNOWN -> new FleetWish.Held();
                        case OURS ->
                            held
                                    ? new FleetWish.Held()
                                    : new FleetWish.Wanted(fleet(gateway, name, further.getOrDefault(name, List.of())));
                    });
        }
        return wishes;
    }

    /** Whose a Gateway is. */
    private enum Standing {
        OURS,
        OTHERS,
        /** Its class is not there, or cannot be read: what was made stays. */
        UNKNOWN
    }

    private Standing standing(Gateway gateway, ObjectName name) {
        if (options.except().contains(name.namespace() + "/" + name.name())) {
            return Standing.OTHERS;
        }
        String wanted = gateway.getSpec() == null ? null : gateway.getSpec().getGatewayClassName();
        GatewayClass found = wanted == null ? null : pass.view().get(GatewayClass.class, "", wanted);
        if (found == null || found.getSpec() == null) {
            return Standing.UNKNOWN;
        }
        return Api.GATEWAY_CONTROLLER.equals(found.getSpec().getControllerName()) ? Standing.OURS : Standing.OTHERS;
    }

    /** The decoded entries of the Secret whose authority signs the Envoys' certificates; empty if there is none. */
    Map<String, String> authority(String namespace) {
        FleetOptions.Tls tls = options.tls();
        Secret secret = tls == null || tls.authority() == null
                ? null
                : pass.view().get(Secret.class, namespace, tls.authority());
        Map<String, String> entries = new TreeMap<>();
        if (secret != null && secret.getData() != null) {
            secret.getData().forEach((key, value) -> entries.put(key, decoded(value)));
        }
        return entries;
    }

    private static String decoded(String value) {
        try {
            return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** How it stands with them, for the Gateways' statuses. */
    static MadeProxies made(@Nullable Fleets fleets) {
        if (fleets == null) {
            return MadeProxies.NONE;
        }
        Map<ObjectName, FleetReport> reports = fleets.reports();
        Map<ObjectName, String> problems = new HashMap<>();
        reports.forEach((gateway, report) -> {
            if (!report.made()) {
                problems.put(gateway, report.message());
            }
        });
        return new MadeProxies(true, fleets.gateways(), problems);
    }

    /** Gateways that say something about their Envoys that nobody understands. */
    private Set<ObjectRef> mistaken() {
        return pass.translation().diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR
                        && diagnostic.object().kind().equals("Gateway")
                        && (diagnostic.field().startsWith("spec.infrastructure")
                                || diagnostic.field().startsWith("spec.addresses")))
                .map(Diagnostic::object)
                .collect(Collectors.toSet());
    }

    /** Ports of the ListenerSets that a Gateway takes. */
    private Map<ObjectName, List<Integer>> further() {
        Map<ObjectName, List<Integer>> ports = new HashMap<>();
        pass.translation().listenerSets().stream()
                .filter(report -> report.taken())
                .forEach(report -> {
                    ListenerSet set = pass.view()
                            .get(
                                    ListenerSet.class,
                                    report.set().namespace(),
                                    report.set().name());
                    Stream<ListenerEntry> listeners = set == null ? Stream.of() : set.getSpec().getListeners().stream();
                    ports.computeIfAbsent(
                                    new ObjectName(
                                            report.gateway().namespace(),
                                            report.gateway().name()),
                                    _ -> new ArrayList<>())
                            .addAll(listeners
                                    .filter(listener -> PROTOCOLS.contains(listener.getProtocol()))
                                    .map(ListenerEntry::getPort)
                                    .filter(GatewayProxies::isPort)
                                    .toList());
                });
        return ports;
    }

    private Fleet fleet(Gateway gateway, ObjectName name, List<Integer> further) {
        Stream<Integer> own = gateway.getSpec().getListeners().stream()
                .filter(listener -> PROTOCOLS.contains(listener.getProtocol()))
                .map(listener -> listener.getPort())
                .filter(GatewayProxies::isPort);
        GatewayInfrastructure infrastructure = gateway.getSpec().getInfrastructure();
        return new Fleet(
                name,
                Objects.requireNonNullElse(gateway.getMetadata().getUid(), ""),
                gateway.getSpec().getGatewayClassName(),
                new TreeMap<>(infrastructure == null ? Map.of() : infrastructure.getLabels()),
                new TreeMap<>(infrastructure == null ? Map.of() : infrastructure.getAnnotations()),
                Stream.concat(own, further.stream()).toList(),
                address(gateway),
                settings(infrastructure, name.namespace()));
    }

    private static boolean isPort(@Nullable Integer port) {
        return port != null && port >= 1 && port <= 65535;
    }

    private static @Nullable String address(Gateway gateway) {
        return gateway.getSpec().getAddresses().stream()
                .map(GatewaySpecAddress::getValue)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private ProxySettingsSpec settings(@Nullable GatewayInfrastructure infrastructure, String namespace) {
        ProxySettings settings = infrastructure == null || infrastructure.getParametersRef() == null
                ? null
                : pass.view()
                        .get(
                                ProxySettings.class,
                                namespace,
                                infrastructure.getParametersRef().getName());
        return settings == null || settings.getSpec() == null ? ProxySettingsSpec.NOTHING : settings.getSpec();
    }
}
