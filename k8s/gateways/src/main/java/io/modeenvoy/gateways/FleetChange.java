package io.modeenvoy.gateways;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.OwnedObjects;
import io.modeenvoy.k8s.OwnedObjects.Owned;
import io.modeenvoy.k8s.OwnedObjects.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings the objects of one Gateway to what they should be, once: what stands is not written, what is somebody else's is not touched. */
final class FleetChange {
    private final OwnedObjects objects;
    private final String uid;
    private final List<String> refusals = new ArrayList<>();
    private final Set<String> refusedKinds = new HashSet<>();
    private final List<String> delays = new ArrayList<>();
    private final Set<ObjectKey> wanted = new HashSet<>();

    /** @param uid of the Gateway */
    FleetChange(OwnedObjects objects, String uid) {
        this.objects = objects;
        this.uid = uid;
    }

    /** What stands in the way, in words for people; trying again at once will not help. */
    List<String> refusals() {
        return refusals;
    }

    /** Whether an object of one of these kinds is not as it should be. */
    boolean hasRefused(Set<String> kinds) {
        return refusedKinds.stream().anyMatch(kinds::contains);
    }

    private void refuse(ObjectKey key, String words) {
        refusals.add(key + ": " + words);
        refusedKinds.add(key.kind());
    }

    /** What was not to be had just now. */
    List<String> delays() {
        return delays;
    }

    /** There should be this object. */
    void want(ObjectNode object) throws InterruptedException {
        ObjectKey key = key(object);
        wanted.add(key);
        try {
            Owned there = objects.find(key);
            if (there == null) {
                there = objects.read(key);
            }
            if (there != null && !isOwned(there.tree())) {
                strange(key, there);
            } else if (there == null || !Trees.holds(there.tree(), object)) {
                note(key, objects.apply(key, there == null ? object : of(object, there.uid())));
            }
        } catch (IOException e) {
            delays.add(key + ": " + e.getMessage());
        }
    }

    /** This object stays as it is. */
    void keep(ObjectKey key) {
        wanted.add(key);
    }

    /** What an earlier Gateway of the name has left makes room; what is nobody's of ours stays, and is told. */
    private void strange(ObjectKey key, Owned there) throws InterruptedException {
        if (objects.find(key) != null && gateway(there.tree()) != null) {
            note(key, objects.delete(key, there.uid()));
            delays.add(key + ": it belonged to an earlier Gateway of that name and is deleted first");
        } else {
            refuse(key, "there already, and not made for this Gateway (expected: no object of that name)");
        }
    }

    /** Everything else of the Gateway goes. */
    void deleteOthers(List<ObjectKey> owned) throws InterruptedException {
        for (ObjectKey key : owned) {
            Owned there = wanted.contains(key) ? null : objects.find(key);
            if (there != null) {
                note(key, objects.delete(key, there.uid()));
            }
        }
    }

    private void note(ObjectKey key, Written written) {
        switch (written) {
            case Written.Done() -> {}
            case Written.Refused(String words) -> refuse(key, words);
            case Written.Later(String words) -> delays.add(key + ": " + words);
        }
    }

    private boolean isOwned(JsonNode object) {
        JsonNode owner = gateway(object);
        return owner != null
                && owner.path("uid").asText().equals(uid)
                && object.path("metadata").path("labels").has(FleetObjects.FLEET);
    }

    /** The Gateway that owns an object, as its owner reference has it. */
    static @Nullable JsonNode gateway(JsonNode object) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("kind").asText().equals("Gateway")) {
                return owner;
            }
        }
        return null;
    }

    static ObjectKey key(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new ObjectKey(
                object.path("kind").asText(),
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
    }

    /** With the uid: another object of that name is none of our business. */
    private static ObjectNode of(ObjectNode object, String uid) {
        ObjectNode copy = object.deepCopy();
        ((ObjectNode) copy.path("metadata")).put("uid", uid);
        return copy;
    }
}
