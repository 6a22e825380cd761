/** How much: budgets with reserve, extend, settle and expire, in memory or behind the Ledger API. */
@NullMarked
package io.modeenvoy.ledger;

import org.jspecify.annotations.NullMarked;
