package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Input;

/** The objects of a kind that are there and cannot be read: nobody knows what they say. */
record Unreadable<T extends HasMetadata>(Class<T> kind) implements Input<Scope, ObjectName, Boolean> {}
