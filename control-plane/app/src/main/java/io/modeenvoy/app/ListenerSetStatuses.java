package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerEntry;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import io.modeenvoy.translator.ListenerReport;
import io.modeenvoy.translator.ListenerSetReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statuses of ListenerSets in the words of the Gateway API. Pure. */
final class ListenerSetStatuses {
    private ListenerSetStatuses() {}

    /** @param programmed what holds for its Gateway; null = nothing of it can be programmed */
    static WantedStatus listenerSet(
            ListenerSet set,
            ListenerSetReport report,
            ObjectMistakes mistakes,
            Map<String, ListenerReport> reports,
            @Nullable ConditionView programmed) {
        if (!report.taken()) {
            return new WantedStatus.OfListenerSet(
                    List.of(
                            refused("Accepted", report.message(), mistakes),
                            refused("Programmed", report.message(), mistakes)),
                    List.of());
        }
        Condition live = GatewayStatuses.programmed(mistakes, programmed);
        List<WantedStatus.Listener> listeners = new ArrayList<>();
        List<ListenerEntry> written = set.getSpec().getListeners();
        for (int i = 0; i < written.size(); i++) {
            listeners.add(GatewayStatuses.listener(i, written.get(i).getName(), mistakes, reports, live));
        }
        boolean any = reports.values().stream().anyMatch(ListenerReport::usable);
        return new WantedStatus.OfListenerSet(
                NotAccepted.in(List.of(
                        GatewayStatuses.accepted(mistakes, listeners),
                        any
                                ? live
                                : new Condition(
                                        "Programmed",
                                        "False",
                                        "ListenersNotValid",
                                        "no listener can be programmed",
                                        mistakes.generation()))),
                listeners);
    }

    private static Condition refused(String type, String message, ObjectMistakes mistakes) {
        return new Condition(type, "False", "NotAllowed", message, mistakes.generation());
    }
}
