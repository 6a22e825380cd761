package io.modeenvoy.app.grants;

import java.util.List;
import java.util.Set;

/** All grants in force. */
@FunctionalInterface
public interface GrantBook {
    /** The grants of whoever has a certificate with these names. */
    List<Grant> of(Set<String> names);

    /** The grants of a list that cover one of the names. */
    static GrantBook listed(List<Grant> grants) {
        List<Grant> all = List.copyOf(grants);
        return names -> all.stream().filter(grant -> grant.covers(names)).toList();
    }

    /** The name itself is the grant: see {@link SpiffeConvention}. */
    static GrantBook byConvention() {
        return names -> names.stream()
                .flatMap(name -> SpiffeConvention.grant(name).stream())
                .toList();
    }
}
