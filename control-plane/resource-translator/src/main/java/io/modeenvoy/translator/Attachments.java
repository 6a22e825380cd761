package io.modeenvoy.translator;

import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.List;

/** On which listeners a route hangs, and with which hostnames: its candidacies, but for those that a rival won. */
record Attachments(RouteRef route) implements ObjectQuery<Attachments.Result> {
    /** What became of a route's parents. */
    record Result(List<Candidates.Binding> bindings, List<RouteAttachment> attachments) {
        Result {
            bindings = List.copyOf(bindings);
            attachments = List.copyOf(attachments);
        }
    }

    @Override
    public ObjectRef owner() {
        return new ObjectRef(
                RouteNodes.kind(route.kind()),
                route.name().namespace(),
                route.name().name());
    }

    @Override
    public Result nothing() {
        return new Result(List.of(), List.of());
    }

    @Override
    public Result work(Scope scope) {
        ObjectRef origin = owner();
        List<Candidates.Binding> bindings = new ArrayList<>();
        List<RouteAttachment> attachments = new ArrayList<>();
        for (Candidates.Candidacy candidacy : scope.ask(new Candidates(route))) {
            List<Candidates.Binding> won = new ArrayList<>();
            RouteRef rival = null;
            for (Candidates.Binding binding : candidacy.bindings()) {
                RouteRef winner =
                        scope.at(new Rivals(new Routes.Section(binding.gateway(), binding.listener())), route);
                if (winner == null) {
                    won.add(binding);
                } else {
                    rival = winner;
                }
            }
            won.stream().filter(binding -> !bindings.contains(binding)).forEach(bindings::add);
            if (rival != null) {
                String message = lost(scope, origin, candidacy.parent(), rival);
                if (won.isEmpty()) {
                    attachments.add(
                            RouteAttachment.refused(origin, candidacy.parent(), Reasons.HOSTNAME_CONFLICT, message));
                    continue;
                }
            }
            attachments.add(
                    won.isEmpty()
                            ? RouteAttachment.refused(
                                    origin, candidacy.parent(), candidacy.reason(), candidacy.message())
                            : RouteAttachment.accepted(origin, candidacy.parent()));
        }
        return new Result(bindings, attachments);
    }

    private String lost(Scope scope, ObjectRef origin, Parent parent, RouteRef rival) {
        String own = scope.ask(new Tenants.Of(route.name().namespace()));
        boolean foreign = !scope.ask(new Tenants.Of(rival.name().namespace())).equals(own);
        String message = "shared with " + RouteNodes.kind(rival.kind())
                + (foreign ? " of another tenant" : " " + rival.name()) + " (expected: hostnames that no older "
                + RouteNodes.kind(rival.kind()) + " has on the listener)";
        new Reporter(scope, origin).refused(parent.field(), Reasons.HOSTNAME_CONFLICT, message);
        return message;
    }
}
