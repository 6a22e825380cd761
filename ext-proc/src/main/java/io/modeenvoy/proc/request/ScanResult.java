package io.modeenvoy.proc.request;

import io.modeenvoy.proc.openai.ApiError;

/** A body that can be served, or why not. */
public sealed interface ScanResult {
    /** It can. */
    record Scanned(RequestScan scan) implements ScanResult {}

    /** It cannot. */
    record Refused(ApiError error) implements ScanResult {}
}
