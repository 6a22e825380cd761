package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewaySpecAddress;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.k8s.WantedStatus;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a Gateway is programmed: what its Envoys say of its resources, that there are Envoys at all, and that it has the address it asked for. Pure. */
record GatewayProgrammed(Gateway gateway, List<WantedStatus.Address> addresses, MadeProxies proxies) {
    private static final String FALSE = "False";

    GatewayProgrammed {
        addresses = List.copyOf(addresses);
    }

    /** @param fleet what the Envoys say; null = nothing of it can be programmed */
    @Nullable
    ConditionView of(@Nullable ConditionView fleet) {
        if (fleet == null) {
            return null;
        }
        String problem = proxies.problems().get(name());
        boolean nobody = fleet.reason().equals(StatusBoard.NO_NODES);
        if (problem != null) {
            return nobody
                    ? with(fleet, FALSE, "NoResources", "its Envoys cannot be made: " + problem)
                    : with(
                            fleet,
                            fleet.status(),
                            fleet.reason(),
                            fleet.message() + "; its Envoys cannot be brought up to date: " + problem);
        }
        if (nobody && !proxies.gateways().contains(name())) {
            return with(fleet, fleet.status(), fleet.reason(), fleet.message() + "; " + howToStart());
        }
        ConditionView address = proxies.on() ? address(fleet) : null;
        return address == null ? fleet : address;
    }

    /** A Service can be asked for one address; whether it comes is for the load balancer. */
    private @Nullable ConditionView address(ConditionView fleet) {
        List<String> wanted = new ArrayList<>();
        for (GatewaySpecAddress address : gateway.getSpec().getAddresses()) {
            if (address.getValue() != null && !address.getValue().isEmpty()) {
                wanted.add(address.getValue());
            }
        }
        if (wanted.size() > 1) {
            return with(
                    fleet,
                    FALSE,
                    "AddressNotUsable",
                    "spec.addresses: " + String.join(", ", wanted)
                            + " (expected: one value, which is all a Service can be asked for)");
        }
        if (wanted.isEmpty() || has(wanted.getFirst())) {
            return null;
        }
        String given = addresses.stream().map(WantedStatus.Address::value).collect(Collectors.joining(", "));
        return with(
                fleet,
                FALSE,
                "AddressNotUsable",
                "spec.addresses: " + wanted.getFirst()
                        + " (expected: an address that the load balancer gives; the Gateway's Service has "
                        + (given.isEmpty() ? "none" : given) + ")");
    }

    private boolean has(String wanted) {
        return addresses.stream().anyMatch(address -> isSame(address.value(), wanted));
    }

    /** An address of IPv6 has many spellings. */
    private static boolean isSame(String one, String other) {
        try {
            return one.equals(other) || InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
        } catch (IllegalArgumentException e) {
            return false; // a host's name
        }
    }

    private String howToStart() {
        String namespace = gateway.getMetadata().getNamespace();
        String name = gateway.getMetadata().getName();
        return "nobody makes its Envoys (expected: one started with modeenvoy bootstrap --role edge --group gateway/"
                + namespace + "/" + name + ", or an entry of the chart: edges." + name + ".gateway: {namespace: "
                + namespace + ", name: " + name + "})";
    }

    private ObjectName name() {
        return ObjectName.of(gateway);
    }

    private static ConditionView with(ConditionView fleet, String status, String reason, String message) {
        return new ConditionView(fleet.type(), status, reason, message, fleet.observedGeneration());
    }
}
