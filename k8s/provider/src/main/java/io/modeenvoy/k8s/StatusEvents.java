package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What people should hear of a status that has changed. It goes by the status that stood on the object, so what was said there before a restart is not told
 * anew. A configuration on its way to the fleet is no news: what it comes to is compared with what was before.
 */
final class StatusEvents {
    private static final String CONDITIONS = "conditions";
    private static final String ACCEPTED = "Accepted";
    private static final String RESOLVED = "ResolvedRefs";
    private static final String PROGRAMMED = "Programmed";
    private static final String TRUE = "True";
    private static final String FALSE = "False";

    private final Map<Place, JsonNode> settled = new ConcurrentHashMap<>();

    /**
     * Where conditions stand.
     *
     * @param listener empty = of no listener
     * @param entry of a list of parents or ancestors, without its conditions; missing node = of none
     */
    private record Place(ObjectKey object, String listener, JsonNode entry) {
        static Place of(ObjectKey object) {
            return new Place(object, "", MissingNode.getInstance());
        }

        boolean isListener() {
            return !listener.isEmpty();
        }
    }

    /** A condition in its place, as it was and as it is; missing nodes where there is none. */
    private record Step(String type, JsonNode before, JsonNode now) {
        String was() {
            return before.path("status").asText("");
        }

        String is() {
            return now.path("status").asText("");
        }

        String reason() {
            return now.path("reason").asText("");
        }

        String message() {
            return now.path("message").asText("");
        }

        boolean says(String status) {
            return is().equals(status);
        }

        /** The status is another one, or has other words. */
        boolean isNews() {
            return !is().equals(was())
                    || !reason().equals(before.path("reason").asText(""))
                    || !message().equals(before.path("message").asText(""));
        }

        /** The same without the words, which of a fleet change with every client. */
        boolean isAnotherAttempt() {
            return !is().equals(was())
                    || !reason().equals(before.path("reason").asText(""))
                    || !now.path("observedGeneration").equals(before.path("observedGeneration"));
        }
    }

    /** What to tell of an object whose status was {@code before} and was written as {@code now}; each once. */
    Set<ObjectEvent> changed(ObjectKey object, String uid, JsonNode before, JsonNode now) {
        Map<Place, JsonNode> was = conditions(object, before);
        Set<Said> said = new LinkedHashSet<>();
        Map<Said, Listeners> listeners = new LinkedHashMap<>();
        conditions(object, now).forEach((place, conditions) -> {
            JsonNode stood = was.getOrDefault(place, MissingNode.getInstance());
            for (Step step : steps(place, stood, conditions)) {
                said(place, step, conditions).ifPresent(one -> {
                    if (place.isListener()) {
                        listeners.merge(one.withMessage(""), Listeners.of(place.listener, one), Listeners::and);
                    } else {
                        said.add(one);
                    }
                });
            }
        });
        listeners.forEach((kind, all) -> said.add(kind.withMessage(all.words())));
        return said.stream()
                .map(one -> new ObjectEvent(object, uid, one.type, one.action, one.reason, one.message))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What became of a condition. */
    private record Said(ObjectEvent.Type type, String action, String reason, String message) {
        Said withMessage(String other) {
            return new Said(type, action, reason, other);
        }
    }

    /** The listeners of which the same is said, and the words of the first. */
    private record Listeners(String names, String message) {
        static Listeners of(String name, Said said) {
            return new Listeners(name, said.message);
        }

        Listeners and(Listeners next) {
            return new Listeners(names + ", " + next.names, message);
        }

        String words() {
            return "listener " + names + ": " + message;
        }
    }

    /** Forgets what was on its way of the others. */
    void keep(Set<ObjectKey> objects) {
        settled.keySet().removeIf(place -> !objects.contains(place.object));
    }

    private static Map<Place, JsonNode> conditions(ObjectKey object, JsonNode status) {
        Map<Place, JsonNode> places = new LinkedHashMap<>();
        places.put(Place.of(object), status.path(CONDITIONS));
        status.path("listeners")
                .forEach(listener -> places.put(
                        new Place(object, listener.path("name").asText(""), MissingNode.getInstance()),
                        listener.path(CONDITIONS)));
        for (String list : List.of("parents", "ancestors")) {
            for (JsonNode entry : status.path(list)) {
                ObjectNode whose = entry.deepCopy();
                whose.remove(CONDITIONS);
                places.put(new Place(object, "", whose), entry.path(CONDITIONS));
            }
        }
        return places;
    }

    private List<Step> steps(Place place, JsonNode before, JsonNode now) {
        List<Step> steps = new ArrayList<>();
        for (String type : List.of(ACCEPTED, RESOLVED, "PartiallyInvalid", "Warned", PROGRAMMED)) {
            JsonNode was = StatusMerge.find(before, "type", type);
            JsonNode is = StatusMerge.find(now, "type", type);
            steps.add(new Step(type, type.equals(PROGRAMMED) ? settled(place, was, is) : was, is));
        }
        return steps;
    }

    /** What the condition was before it was on its way. */
    private JsonNode settled(Place place, JsonNode before, JsonNode now) {
        JsonNode last = Conditions.isOnItsWay(before) ? settled.getOrDefault(place, before) : before;
        if (Conditions.isOnItsWay(now)) {
            settled.put(place, last);
        } else {
            settled.remove(place);
        }
        return last;
    }

    private static Optional<Said> said(Place place, Step step, JsonNode all) {
        return switch (step.type) {
            case ACCEPTED -> judged(step, "Accept", "accepted again");
            case RESOLVED -> judged(step, "Resolve", "all that it refers to is there and may be used again");
            case PROGRAMMED ->
                place.isListener() || isFalse(all, ACCEPTED)
                        ? Optional.empty()
                        : programmed(step); // the Gateway's word
            default -> step.says(TRUE) && step.isNews() ? warned(step, "Accept") : Optional.empty();
        };
    }

    private static Optional<Said> warned(Step step, String action) {
        return Optional.of(new Said(ObjectEvent.Type.WARNING, action, step.reason(), step.message()));
    }

    private static Optional<Said> well(String action, String reason, String message) {
        return Optional.of(new Said(ObjectEvent.Type.NORMAL, action, reason, message));
    }

    private static Optional<Said> judged(Step step, String action, String again) {
        if (step.says(FALSE) && step.isNews()) {
            return warned(step, action);
        }
        return step.says(TRUE) && step.was().equals(FALSE) ? well(action, step.type, again) : Optional.empty();
    }

    private static Optional<Said> programmed(Step step) {
        if (Conditions.isOnItsWay(step.now)) {
            return Optional.empty();
        } else if (step.says(FALSE) && step.isAnotherAttempt()) {
            return warned(step, "Program");
        }
        return step.says(TRUE) && !step.was().equals(TRUE)
                ? well("Program", PROGRAMMED, step.message())
                : Optional.empty();
    }

    private static boolean isFalse(JsonNode conditions, String type) {
        return StatusMerge.find(conditions, "type", type)
                .path("status")
                .asText()
                .equals(FALSE);
    }
}
