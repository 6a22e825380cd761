package io.modeenvoy.proc.charge;

import io.modeenvoy.proc.openai.Endpoint;
import io.modeenvoy.proc.request.RequestScan;

/**
 * What bounds a call's tokens.
 *
 * @param bodyBytes size of the body: a token of text is at least one byte of it
 * @param defaultOutput output tokens allowed to a call that says nothing, where the model's own maximum is not known
 */
public record CallSize(Endpoint endpoint, RequestScan scan, long bodyBytes, long defaultOutput) {}
