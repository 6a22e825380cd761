package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What must hold of a call at its client and at the upstreams; collects what does not. */
final class Judge {
    /** The gateway's own failures: bad input must not lead to one. */
    private static final Set<Integer> FAILURES = Set.of(500, 502, 503, 504);

    private final String key;
    private final List<String> problems = new ArrayList<>();

    Judge(String key) {
        this.key = key;
    }

    List<String> problems() {
        return problems;
    }

    void call(WireCall call, Outcome outcome, Site site) {
        String answer = "answered " + outcome.status() + " " + brief(outcome.detail());
        check(!outcome.isHung(), "no end: " + outcome.detail());
        check(outcome.upstream() || !FAILURES.contains(outcome.status()), "the gateway failed: " + answer);
        if (call.mustBeServed()) {
            check(outcome.upstream() && outcome.status() == call.target().status(), "not served: " + answer);
        }
        for (Site.Upstream upstream : Site.Upstream.values()) {
            List<Seen> seen = site.recorder(upstream).take(call.id());
            int expected = outcome.upstream() ? call.target().requests(upstream) : 0;
            check(
                    seen.size() == expected,
                    seen.size() + " requests at " + upstream + " (expected: " + expected + "), " + answer);
            seen.forEach(request -> request(call, request, upstream));
        }
    }

    /** A call that was not made, or of which nothing can be said because the one before it had two lengths. */
    void unasked(WireCall call, boolean unknown, Site site) {
        for (Site.Upstream upstream : Site.Upstream.values()) {
            int seen = site.recorder(upstream).take(call.id()).size();
            check(unknown || seen == 0, seen + " requests of a call that was not made at " + upstream);
        }
    }

    private void request(WireCall call, Seen request, Site.Upstream upstream) {
        String where = "at " + upstream + ": ";
        ByteString body = request.body();
        check(
                request.values("content-length").equals(List.of(Integer.toString(body.size()))),
                where + "content-length " + request.values("content-length") + " of a body of " + body.size());
        check(request.values("transfer-encoding").isEmpty(), where + "transfer-encoding");
        if (!body.equals(call.body())) {
            check(!call.good() && call.asksForStream(), where + "another body: " + brief(body.toStringUtf8()));
        }
        JsonShape.problems(body, call.target().model()).forEach(problem -> check(false, where + problem));
        request.head().forEach(line -> line(line, where));
    }

    private void line(String line, String where) {
        String lower = line.toLowerCase(Locale.ROOT);
        String name = lower.replace('_', '-');
        check(!line.contains(key), where + "the caller's key in " + name.split(":", 2)[0]);
        check(!name.startsWith("x-modeenvoy-"), where + "an internal header: " + brief(line));
        check(!lower.contains(HostileFields.FORGED), where + "a forged header: " + brief(line));
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private static String brief(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
