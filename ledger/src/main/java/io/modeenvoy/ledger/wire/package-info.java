/** The ledger's values as messages of the Ledger API. */
@NullMarked
package io.modeenvoy.ledger.wire;

import org.jspecify.annotations.NullMarked;
