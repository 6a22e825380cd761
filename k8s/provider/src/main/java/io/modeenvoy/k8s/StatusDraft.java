package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What would have to be written.
 *
 * @param status the part that is ours, for a server-side apply
 * @param shared whether it holds a list that is written as a whole although others write to it, so that it must be refused if it has changed
 */
record StatusDraft(Urgency urgency, ObjectNode status, boolean shared) {
    /** How soon. */
    enum Urgency {
        /** It stands there already. */
        NONE,
        /** Only how far the fleet has come; that changes often, and soon again. */
        LATER,
        NOW
    }
}
