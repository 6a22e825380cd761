package io.modeenvoy.translator;

import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Input;

/** The SecurityPolicies that are there and cannot be read: nobody knows whose routes they close. */
record UnreadablePolicies() implements Input<Scope, ObjectName, Boolean> {}
