package io.modeenvoy.app;

import io.modeenvoy.k8s.Unreadable;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import java.util.List;
import java.util.stream.Stream;

/** The statuses of objects that cannot be read: not accepted, whatever their last good form still does. Pure. */
final class UnreadableStatuses {
    private UnreadableStatuses() {}

    /** Without a last good form. */
    static WantedStatus of(Unreadable why) {
        return new WantedStatus.OfObject(List.of(accepted(why, "")));
    }

    /** @param good the status of the last good form */
    static WantedStatus of(Unreadable why, WantedStatus good) {
        Condition accepted = accepted(why, "; the last good form stays in use");
        return switch (good) {
            case WantedStatus.OfObject(var conditions) -> new WantedStatus.OfObject(with(accepted, conditions));
            case WantedStatus.OfGatewayClass(var conditions, var features) ->
                new WantedStatus.OfGatewayClass(with(accepted, conditions), features);
            case WantedStatus.OfGateway(var conditions, var listeners, var addresses, var sets) ->
                new WantedStatus.OfGateway(with(accepted, conditions), listeners, addresses, sets);
            case WantedStatus.OfListenerSet(var conditions, var listeners) ->
                new WantedStatus.OfListenerSet(with(accepted, conditions), listeners);
            case WantedStatus.OfPolicy(var controller, var ancestors) ->
                new WantedStatus.OfPolicy(controller, parents(accepted, ancestors));
            case WantedStatus.OfRoute(var controller, var parents) ->
                new WantedStatus.OfRoute(controller, parents(accepted, parents));
        };
    }

    private static Condition accepted(Unreadable why, String more) {
        return new Condition("Accepted", "False", "UnsupportedValue", why.reason() + more, why.generation());
    }

    private static List<WantedStatus.Parent> parents(Condition accepted, List<WantedStatus.Parent> parents) {
        return parents.stream()
                .map(parent -> new WantedStatus.Parent(parent.ref(), with(accepted, parent.conditions())))
                .toList();
    }

    private static List<Condition> with(Condition accepted, List<Condition> conditions) {
        return NotAccepted.in(Stream.concat(
                        Stream.of(accepted),
                        conditions.stream()
                                .filter(condition -> !condition.type().equals(accepted.type())))
                .toList());
    }
}
