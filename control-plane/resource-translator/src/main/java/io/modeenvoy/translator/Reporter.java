package io.modeenvoy.translator;

import io.modeenvoy.crd.Printable;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.ir.Diagnostic.Severity;
import io.modeenvoy.ir.ObjectRef;

/** Says what is wrong with one object. */
record Reporter(Scope scope, ObjectRef object) {
    /** A part of the object does not work as written. */
    void refused(String field, String reason, String message) {
        say(field, ConditionType.ACCEPTED, Severity.ERROR, reason, message);
    }

    /** A reference leads nowhere. */
    void unresolved(String field, String reason, String message) {
        say(field, ConditionType.RESOLVED_REFS, Severity.ERROR, reason, message);
    }

    /** It works, but likely not as meant. */
    void warn(String field, String reason, String message) {
        say(field, ConditionType.ACCEPTED, Severity.WARNING, reason, message);
    }

    /** Messages quote what users write, whatever that is. */
    private void say(String field, ConditionType type, Severity severity, String reason, String message) {
        scope.report(new Diagnostic(object, field, type, severity, reason, Printable.of(message)));
    }
}
