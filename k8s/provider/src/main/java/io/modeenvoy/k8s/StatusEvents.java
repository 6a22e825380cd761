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

/**
 * What people should hear of a status that has changed. It goes by the status that stood on the object, so what was said there before a restart is not told
 * anew. A configuration on its way to the fleet is no news: what it comes to is compared with what was before.
 */
final class StatusEvents {
    private static final String CONDITIONS = "conditions";
    private static final String ACCEPTED = "Accepted";
    private static final String RESOLVED = "ResolvedRefs";
    private static final String PROGRAMMED = "Programmed";
    private static final String EXHAUSTED = "Exhausted";
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

        /** What a note begins with. */
        String words() {
            return isListener() ? "listener " + listener + ": " : "";
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
        Set<ObjectEvent> events = new LinkedHashSet<>();
        conditions(object, now).forEach((place, conditions) -> {
            JsonNode stood = was.getOrDefault(place, MissingNode.getInstance());
            steps(place, stood, conditions).forEach(step -> event(place, uid, step, conditions)
                    .ifPresent(events::add));
        });
        return events;
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
        for (String type : List.of(ACCEPTED, RESOLVED, "PartiallyInvalid", "Warned", PROGRAMMED, EXHAUSTED)) {
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

    private static Optional<ObjectEvent> event(Place place, String uid, Step step, JsonNode all) {
        return switch (step.type) {
            case ACCEPTED -> judged(place, uid, step, "Accept", "accepted again");
            case RESOLVED -> judged(place, uid, step, "Resolve", "all that it refers to is there and may be used again");
            case PROGRAMMED -> isFalse(all, ACCEPTED) ? Optional.empty() : programmed(place, uid, step);
            case EXHAUSTED -> exhausted(place, uid, step);
            default ->
                step.says(TRUE) && step.isNews()
                        ? Optional.of(event(place, uid, ObjectEvent.Type.WARNING, "Accept", step.reason(), step.message()))
                        : Optional.empty();
        };
    }

    private static Optional<ObjectEvent> judged(Place place, String uid, Step step, String action, String again) {
        if (step.says(FALSE) && step.isNews()) {
            return Optional.of(event(place, uid, ObjectEvent.Type.WARNING, action, step.reason(), step.message()));
        }
        return step.says(TRUE) && step.was().equals(FALSE)
                ? Optional.of(event(place, uid, ObjectEvent.Type.NORMAL, action, step.type, again))
                : Optional.empty();
    }

    /** The listeners' word is the Gateway's. */
    private static Optional<ObjectEvent> programmed(Place place, String uid, Step step) {
        if (place.isListener() || Conditions.isOnItsWay(step.now)) {
            return Optional.empty();
        } else if (step.says(FALSE) && step.isAnotherAttempt()) {
            return Optional.of(event(place, uid, ObjectEvent.Type.WARNING, "Program", step.reason(), step.message()));
        }
        return step.says(TRUE) && !step.was().equals(TRUE)
                ? Optional.of(event(place, uid, ObjectEvent.Type.NORMAL, "Program", PROGRAMMED, step.message()))
                : Optional.empty();
    }

    private static Optional<ObjectEvent> exhausted(Place place, String uid, Step step) {
        if (step.says(TRUE) && step.isNews()) {
            return Optional.of(event(place, uid, ObjectEvent.Type.WARNING, "Count", step.reason(), step.message()));
        }
        return step.says(FALSE) && step.was().equals(TRUE)
                ? Optional.of(event(place, uid, ObjectEvent.Type.NORMAL, "Count", step.reason(), step.message()))
                : Optional.empty();
    }

    private static boolean isFalse(JsonNode conditions, String type) {
        return StatusMerge.find(conditions, "type", type).path("status").asText().equals(FALSE);
    }

    private static ObjectEvent event(
            Place place, String uid, ObjectEvent.Type type, String action, String reason, String message) {
        return new ObjectEvent(place.object, uid, type, action, reason, place.words() + message);
    }
}
