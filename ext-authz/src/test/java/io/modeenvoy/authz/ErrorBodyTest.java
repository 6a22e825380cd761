package io.modeenvoy.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.access.Denial;
import org.junit.jupiter.api.Test;

final class ErrorBodyTest {
    @Test
    void staysJsonWhateverTheMessage() {
        assertThat(ErrorBody.json(new Denial(403, "not_permitted", "say \"no\" \\ \n ü")))
                .isEqualTo("{\"error\":{\"message\":\"say \\\"no\\\" \\\\ \\u000a ü\",\"type\":\"permission_error\","
                        + "\"code\":\"not_permitted\"}}\n");
    }
}
