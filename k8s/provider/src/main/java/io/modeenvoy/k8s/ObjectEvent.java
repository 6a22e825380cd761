package io.modeenvoy.k8s;

import io.modeenvoy.crd.Printable;
import java.nio.charset.StandardCharsets;

/**
 * What has become of an object, as an Event of the cluster tells it.
 *
 * @param uid of the object: another one of its name has not lived it
 * @param action what we were at, in a word
 * @param reason in a word, as the object's condition has it
 * @param note for people
 */
record ObjectEvent(ObjectKey object, String uid, Type type, String action, String reason, String note) {
    /** The most bytes that the API server takes. */
    static final int LONGEST_NOTE = 1024;

    private static final String CUT = " …";

    ObjectEvent {
        note = cut(Printable.of(note));
    }

    /** As Kubernetes names them. */
    enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private static String cut(String note) {
        byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_NOTE) {
            return note;
        }
        int end = LONGEST_NOTE - CUT.getBytes(StandardCharsets.UTF_8).length;
        while ((bytes[end] & 0xC0) == 0x80) { // inside of a character
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
    }
}
