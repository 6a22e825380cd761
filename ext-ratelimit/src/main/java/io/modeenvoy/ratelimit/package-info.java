/** Envoy's rate limit service v3 and the Ledger API over the ledger. */
@NullMarked
package io.modeenvoy.ratelimit;

import org.jspecify.annotations.NullMarked;
