package io.modeenvoy.app;

import io.modeenvoy.app.fleet.OtherReplicas;
import io.modeenvoy.app.fleet.Standing;
import java.util.ArrayList;
import java.util.List;

/** The clients of other replicas as they are shown: what they lack and what they rejected. Pure. */
final class OtherNodes {
    private OtherNodes() {}

    static List<FleetStatus.NodeStatus> of(List<OtherReplicas.Told> replicas) {
        List<FleetStatus.NodeStatus> nodes = new ArrayList<>();
        for (OtherReplicas.Told told : replicas) {
            for (Standing standing : told.report().standings()) {
                nodes.addAll(nodes(told, standing));
            }
            String why = told.unread().isEmpty()
                    ? told.report().untold() + " clients are not told of"
                    : told.unread() + ": its clients are not counted";
            if (!told.unread().isEmpty() || told.report().untold() > 0) {
                nodes.add(new FleetStatus.NodeStatus(
                        told.replica(), "", "", "", "", "replica " + told.replica() + ": " + why, List.of()));
            }
        }
        return nodes;
    }

    private static List<FleetStatus.NodeStatus> nodes(OtherReplicas.Told told, Standing standing) {
        String warning = told.gone() ? "replica " + told.replica() + " is gone: this client serves by what it has" : "";
        List<FleetStatus.TypeStatus> types = standing.types().entrySet().stream()
                .map(type -> type(type.getKey(), type.getValue()))
                .toList();
        List<FleetStatus.NodeStatus> nodes = new ArrayList<>();
        for (Standing.Member member : standing.members()) {
            nodes.add(new FleetStatus.NodeStatus(
                    told.replica(), member.id(), standing.group(), member.since(), member.dialect(), warning, types));
        }
        if (standing.unnamed() > 0) {
            String more = standing.unnamed() + " more";
            nodes.add(new FleetStatus.NodeStatus(told.replica(), more, standing.group(), "", "", warning, types));
        }
        return nodes;
    }

    private static FleetStatus.TypeStatus type(String typeUrl, Standing.OfType type) {
        return new FleetStatus.TypeStatus(
                typeUrl,
                type.version(),
                type.fresh() || !type.lacks().isEmpty() ? "" : type.version(),
                type.lacks().size(),
                "",
                0,
                type.refusals().entrySet().stream()
                        .map(refusal ->
                                refusal.getKey() + ": " + refusal.getValue().message())
                        .toList());
    }
}
