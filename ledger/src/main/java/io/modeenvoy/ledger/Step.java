package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a call has done.
 *
 * @param entry the record of the change; null if nothing changed
 */
record Step<T extends @Nullable Object>(T result, @Nullable Entry entry) {}
