package io.modeenvoy.incremental;

import java.io.Serial;

/** A question whose working out took more stack or memory than there is; what it had taken is free again. */
final class ExhaustedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ExhaustedException(VirtualMachineError error) {
        super(error);
    }
}
