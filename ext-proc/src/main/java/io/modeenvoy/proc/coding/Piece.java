package io.modeenvoy.proc.coding;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer, inflated.
 *
 * @param mistake why nothing can follow; null = there is none
 */
public record Piece(ByteString bytes, @Nullable String mistake) {}
