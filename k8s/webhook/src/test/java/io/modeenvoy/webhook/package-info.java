/** Tests of the webhook. */
@org.jspecify.annotations.NullMarked
package io.modeenvoy.webhook;
