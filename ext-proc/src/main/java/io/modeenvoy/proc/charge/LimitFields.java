package io.modeenvoy.proc.charge;

import io.modeenvoy.proc.openai.Endpoint;
import io.modeenvoy.proc.request.OutputLimit;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.rule.Target;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which one provider is told how much a call may make.
 *
 * @param added the one to set where the call has none; null = the endpoint knows none
 * @param given what the call asks for, by the fields in which it stands in the body
 * @param renamed those that the provider knows by another name
 * @param dropped those it does not get
 */
record LimitFields(
        @Nullable OutputLimit added,
        Map<OutputLimit, Long> given,
        Map<OutputLimit, OutputLimit> renamed,
        Set<String> dropped) {

    static LimitFields of(Endpoint endpoint, RequestScan scan, Target target) {
        List<OutputLimit> known = OutputLimit.of(endpoint);
        Map<OutputLimit, Long> given = new EnumMap<>(OutputLimit.class);
        for (OutputLimit field : known) {
            RequestScan.Limit limit = scan.limits().get(field);
            if (limit != null && limit.given()) {
                given.put(field, limit.value());
            }
        }
        return endpoint == Endpoint.CHAT
                ? ofChat(given, scan, target)
                : new LimitFields(known.isEmpty() ? null : known.getFirst(), given, Map.of(), Set.of());
    }

    private static LimitFields ofChat(Map<OutputLimit, Long> given, RequestScan scan, Target target) {
        return switch (target.limitField()) {
            case MAX_TOKENS -> only(OutputLimit.MAX_TOKENS, OutputLimit.MAX_COMPLETION_TOKENS, given, scan);
            case MAX_COMPLETION_TOKENS -> only(OutputLimit.MAX_COMPLETION_TOKENS, OutputLimit.MAX_TOKENS, given, scan);
            case BOTH -> new LimitFields(OutputLimit.MAX_COMPLETION_TOKENS, given, Map.of(), Set.of());
            case UNKNOWN -> new LimitFields(OutputLimit.MAX_TOKENS, given, Map.of(), Set.of());
        };
    }

    /** The provider takes {@code field} alone: {@code other} gets its name where there is no such limit yet, and goes where there is one. */
    private static LimitFields only(
            OutputLimit field, OutputLimit other, Map<OutputLimit, Long> given, RequestScan scan) {
        Set<String> dropped = new HashSet<>();
        if (given.containsKey(other) && !given.containsKey(field)) {
            if (scan.limits().containsKey(field)) {
                dropped.add(field.field()); // a null
            }
            return new LimitFields(
                    field, Map.of(other, Objects.requireNonNull(given.get(other))), Map.of(other, field), dropped);
        }
        if (scan.limits().containsKey(other)) {
            dropped.add(other.field());
        }
        given.remove(other);
        return new LimitFields(field, given, Map.of(), dropped);
    }

    /** The most that is asked for; empty = nothing is said. */
    OptionalLong asked() {
        return given.values().stream().mapToLong(Long::longValue).max();
    }
}
