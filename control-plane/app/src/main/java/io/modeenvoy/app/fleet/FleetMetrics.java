package io.modeenvoy.app.fleet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.modeenvoy.policy.Names;
import java.util.Locale;

/** How many clients of this replica stand how; worked out when asked. */
public final class FleetMetrics {
    private FleetMetrics() {}

    private enum Kind {
        PROXY,
        SERVICE
    }

    private enum State {
        CURRENT,
        BEHIND,
        REJECTING
    }

    public static void register(MeterRegistry registry, LocalFleet fleet) {
        for (Kind kind : Kind.values()) {
            for (State state : State.values()) {
                registry.gauge(
                        "modeenvoy.fleet.clients",
                        Tags.of("kind", word(kind), "standing", word(state)),
                        fleet,
                        clients -> count(clients, kind, state));
            }
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static int count(LocalFleet fleet, Kind kind, State state) {
        return fleet.standings().stream()
                .filter(standing -> kind(standing) == kind && state(standing) == state)
                .mapToInt(Standing::size)
                .sum();
    }

    private static Kind kind(Standing standing) {
        return standing.group().equals(Names.SERVICES_GROUP) ? Kind.SERVICE : Kind.PROXY;
    }

    private static State state(Standing standing) {
        if (standing.types().values().stream().anyMatch(type -> !type.refusals().isEmpty())) {
            return State.REJECTING;
        }
        return standing.types().values().stream().allMatch(Standing.OfType::isCurrent) ? State.CURRENT : State.BEHIND;
    }
}
