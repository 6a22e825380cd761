package io.modeenvoy.app;

import io.modeenvoy.k8s.WantedStatus;

/**
 * A condition of an object.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 */
public record ConditionView(String type, String status, String reason, String message, long observedGeneration) {
    WantedStatus.Condition wanted() {
        return new WantedStatus.Condition(type, status, reason, message, observedGeneration);
    }
}
