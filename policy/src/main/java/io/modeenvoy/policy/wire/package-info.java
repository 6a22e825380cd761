/** The protobuf form of the policy records. */
@NullMarked
package io.modeenvoy.policy.wire;

import org.jspecify.annotations.NullMarked;
