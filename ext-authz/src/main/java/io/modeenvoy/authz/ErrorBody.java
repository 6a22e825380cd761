package io.modeenvoy.authz;

import static io.modeenvoy.service.JsonQuoting.quoted;

import io.modeenvoy.access.Denial;

/** The body of a denial: {@code {"error":{"message","type","code"}}}. */
final class ErrorBody {
    private ErrorBody() {}

    static String json(Denial denial) {
        return "{\"error\":{\"message\":" + quoted(denial.message()) + ",\"type\":" + quoted(denial.type())
                + ",\"code\":" + quoted(denial.code()) + "}}\n";
    }
}
