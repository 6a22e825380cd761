package io.modeenvoy.crd;

import java.util.List;

/** A status that carries conditions. */
public interface Conditioned {
    /** At most one of each type. */
    List<Condition> conditions();
}
