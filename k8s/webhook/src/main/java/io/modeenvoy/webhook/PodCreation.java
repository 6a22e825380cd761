package io.modeenvoy.webhook;

import com.fasterxml.jackson.databind.JsonNode;

/** A pod that somebody is about to make. */
record PodCreation(String namespace, JsonNode pod) {
    /** Its name, or the beginning of the one it will get. */
    String name() {
        JsonNode metadata = pod.path("metadata");
        String name = metadata.path("name").asText();
        return name.isEmpty() ? metadata.path("generateName").asText() + "*" : name;
    }

    /** The value of a label, or empty. */
    String label(String key) {
        return pod.path("metadata").path("labels").path(key).asText().strip();
    }

    /** The value of an annotation, or empty. */
    String annotation(String key) {
        return pod.path("metadata").path("annotations").path(key).asText().strip();
    }

    JsonNode spec() {
        return pod.path("spec");
    }

    boolean hasContainer(String wanted) {
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : spec().path(list)) {
                if (container.path("name").asText().equals(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Pod " + namespace + "/" + name();
    }
}
