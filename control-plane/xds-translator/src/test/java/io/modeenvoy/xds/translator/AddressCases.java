package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.aiRule;
import static io.modeenvoy.xds.translator.Nodes.cluster;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.hosts;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.target;

import io.modeenvoy.ir.AddressRange;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.ClusterIr.Location;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.RouteIr.AiTarget;
import java.util.List;
import java.util.stream.Stream;

/** Providers whose addresses are judged. */
final class AddressCases {
    private AddressCases() {}

    /** A rule with a name, a literal address and a Service; a rule with the name alone. */
    static Ir judged() {
        AddressRules rules = new AddressRules(ranges("203.0.113.0/24"), ranges("10.1.0.0/16", "fd00:7::/32"));
        ClusterIr named =
                cluster("airule/ai/chat/named", new Location.Dns("models.example.com.", new Port(80), rules), null);
        ClusterIr literal =
                cluster("airule/ai/chat/literal", new Location.Dns("93.184.216.34", new Port(80), rules), null);
        ClusterIr inside = cluster("airule/ai/chat/inside", new Location.Endpoints("service/shop/cart/80"), null);
        AiTarget all = target("ai/named", 1, "named", "literal", "inside");
        return Ir.of(
                List.of(gateway(
                        "edge",
                        http(
                                "edge",
                                80,
                                Cases.aiHost(
                                        aiRule("all", true, null, all),
                                        aiRule("inside", true, null, target("ai/inside", 1, "inside")),
                                        aiRule("one", false, null, target("ai/named", 1, "named")))))),
                List.of(named, literal, inside),
                List.of(hosts("cart")),
                List.of(),
                List.of());
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts)
                .flatMap(text -> AddressRange.parse(text).stream())
                .toList();
    }
}
