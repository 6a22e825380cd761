@NullMarked
package io.modeenvoy.ledger;

import org.jspecify.annotations.NullMarked;
