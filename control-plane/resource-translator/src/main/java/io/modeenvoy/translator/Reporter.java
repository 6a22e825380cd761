package io.modeenvoy.translator;

import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.ir.Diagnostic.Severity;
import io.modeenvoy.ir.ObjectRef;

/** Says what is wrong with one object. */
record Reporter(Scope scope, ObjectRef object) {
    /** A part of the object does not work as written. */
    void refused(String field, String reason, String message) {
        scope.report(Diagnostic.error(object, field, ConditionType.ACCEPTED, reason, message));
    }

    /** A reference leads nowhere. */
    void unresolved(String field, String reason, String message) {
        scope.report(Diagnostic.error(object, field, ConditionType.RESOLVED_REFS, reason, message));
    }

    /** It works, but likely not as meant. */
    void warn(String field, String reason, String message) {
        scope.report(new Diagnostic(object, field, ConditionType.ACCEPTED, Severity.WARNING, reason, message));
    }
}
