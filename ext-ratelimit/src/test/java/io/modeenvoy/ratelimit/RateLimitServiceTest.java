package io.modeenvoy.ratelimit;

import static io.modeenvoy.ratelimit.Budgets.DAY;
import static io.modeenvoy.ratelimit.Budgets.MINUTE;
import static io.modeenvoy.ratelimit.Budgets.budget;
import static io.modeenvoy.ratelimit.Budgets.requests;
import static io.modeenvoy.ratelimit.Server.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.UnknownFieldSet;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit.Unit;
import io.grpc.Status;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitServiceTest {
    private static final RateLimitDescriptor ALICE = descriptor(
            "route", "httproute/shop/cart", "tenant", "acme", "consumer", "shop/alice", "key", "shop/alice-key");
    private static final RateLimitDescriptor NOBODY = descriptor("route", "httproute/shop/cart");

    private final Server server = new Server();

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, String> headers(RateLimitResponse response) {
        return response.getResponseHeadersToAddList().stream()
                .collect(Collectors.toMap(HeaderValue::getKey, HeaderValue::getValue));
    }

    private long settled(BudgetPolicy budget) {
        return server.ledger().states().toCompletableFuture().join().stream()
                .filter(state -> state.budget().id().equals(budget.id()))
                .mapToLong(BudgetState::settled)
                .sum();
    }

    @Test
    void countsACallInTheBudgetsOfTenantConsumerKeyAndRoute() {
        BudgetPolicy[] budgets = {
            requests(BudgetTarget.Kind.TENANT, "acme", 10, DAY),
            requests(BudgetTarget.Kind.CONSUMER, "shop/alice", 10, DAY),
            requests(BudgetTarget.Kind.API_KEY, "shop/alice-key", 10, DAY),
            requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 10, DAY)
        };
        server.with(budgets).with(requests(BudgetTarget.Kind.TENANT, "other", 0, DAY));

        assertThat(server.ask(ALICE).getOverallCode()).isEqualTo(Code.OK);

        for (BudgetPolicy budget : budgets) {
            assertThat(settled(budget)).as(budget.id()).isEqualTo(1);
        }
        assertThat(server.decisions("ok")).isEqualTo(1);
    }

    @Test
    void countsACallOfNobodyInTheBudgetOfItsRoute() {
        server.with(requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 1, DAY));

        assertThat(server.ask(NOBODY).getOverallCode()).isEqualTo(Code.OK);
        assertThat(server.ask(NOBODY).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void countsInAllBudgetsOrInNone() {
        BudgetPolicy tenant = requests(BudgetTarget.Kind.TENANT, "acme", 10, DAY);
        BudgetPolicy route = requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 0, DAY);
        server.with(tenant, route);

        assertThat(server.ask(ALICE).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(settled(tenant)).isZero();
    }

    @Test
    void budgetsOfOtherUnitsDoNotCount() {
        server.with(budget(BudgetTarget.Kind.TENANT, "acme", 0, DAY, BudgetUnit.TOTAL_TOKENS));

        RateLimitResponse response = server.ask(ALICE);

        assertThat(response.getOverallCode()).isEqualTo(Code.OK);
        assertThat(response.getStatusesList()).hasSize(1);
        assertThat(response.getStatuses(0).hasCurrentLimit()).isFalse();
        assertThat(response.getResponseHeadersToAddList()).isEmpty();
    }

    @Test
    void tellsHowMuchIsLeftOfTheTightestBudget() {
        server.with(
                requests(BudgetTarget.Kind.TENANT, "acme", 10, DAY),
                requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 5, MINUTE));

        RateLimitResponse response = server.ask(ALICE);

        RateLimitResponse.DescriptorStatus status = response.getStatuses(0);
        assertThat(status.getCode()).isEqualTo(Code.OK);
        assertThat(status.getLimitRemaining()).isEqualTo(4);
        assertThat(status.getCurrentLimit().getRequestsPerUnit()).isEqualTo(5);
        assertThat(status.getCurrentLimit().getUnit()).isEqualTo(Unit.MINUTE);
        assertThat(status.getCurrentLimit().getName()).isEqualTo("shop/shop-cart/REQUESTS");
        assertThat(status.getDurationUntilReset().getSeconds()).isEqualTo(60);
        assertThat(headers(response))
                .isEqualTo(Map.of("x-ratelimit-limit", "5", "x-ratelimit-remaining", "4", "x-ratelimit-reset", "60"));
    }

    @Test
    void deniesWithTheReasonAndTheTimeToRetry() throws IOException {
        server.with(requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 1, MINUTE));
        server.ask(NOBODY);
        server.clock.advance(Duration.ofSeconds(20));

        RateLimitResponse response = server.ask(NOBODY);

        assertThat(headers(response))
                .isEqualTo(Map.of(
                        "content-type", "application/json",
                        "retry-after", "40",
                        "x-ratelimit-limit", "1",
                        "x-ratelimit-remaining", "0",
                        "x-ratelimit-reset", "40"));
        JsonNode error =
                new ObjectMapper().readTree(response.getRawBody().toByteArray()).get("error");
        assertThat(error.get("message").asText())
                .isEqualTo("The budget shop/shop-cart allows 1 requests a calendar minute: 0 left."
                        + " Try again in 40 seconds.");
        assertThat(error.get("type").asText()).isEqualTo("rate_limit_error");
        assertThat(error.get("code").asText()).isEqualTo("budget_exceeded");
        assertThat(error.get("budget").asText()).isEqualTo("shop/shop-cart");
        assertThat(response.getDynamicMetadata().getFieldsOrThrow("budget_id").getStringValue())
                .isEqualTo("shop/shop-cart/REQUESTS");
        assertThat(response.getStatuses(0).getCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(server.decisions("over_limit")).isEqualTo(1);
    }

    @Test
    void aClientThatWaitsAsToldIsServed() {
        server.with(requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 1, MINUTE));
        server.ask(NOBODY);
        String wait = headers(server.ask(NOBODY)).getOrDefault("retry-after", "");
        server.clock.advance(Duration.ofSeconds(Long.parseLong(wait)));

        assertThat(server.ask(NOBODY).getOverallCode()).isEqualTo(Code.OK);
    }

    @Test
    void longWindowsAreQuotas() {
        BudgetWindow[] windows = {
            DAY,
            new BudgetWindow.Sliding(Duration.ofHours(2)),
            new BudgetWindow.Calendar(BudgetWindow.Span.WEEK, ZoneOffset.UTC),
            new BudgetWindow.Calendar(BudgetWindow.Span.MONTH, ZoneOffset.UTC)
        };
        for (BudgetWindow window : windows) {
            server.with(requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 0, window));
            assertThat(server.ask(NOBODY).getRawBody().toStringUtf8()).contains("\"insufficient_quota\"");
        }
        server.with(
                requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 0, new BudgetWindow.Sliding(Duration.ofHours(1))));
        assertThat(server.ask(NOBODY).getRawBody().toStringUtf8()).contains("in any 1h", "\"rate_limit_error\"");
    }

    @Test
    void answersEachDescriptorByItsOwnBudgets() {
        BudgetPolicy cart = requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 0, DAY);
        BudgetPolicy pay = requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/pay", 9, DAY);
        server.with(cart, pay);

        RateLimitResponse response = server.ask(descriptor("route", "httproute/shop/pay"), NOBODY);

        assertThat(response.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(response.getStatusesList())
                .extracting(RateLimitResponse.DescriptorStatus::getCode)
                .containsExactly(Code.OK, Code.OVER_LIMIT);
        assertThat(settled(pay)).isZero();
    }

    @Test
    void aBudgetThatSeveralDescriptorsNameCountsTheRequestOnce() {
        BudgetPolicy tenant = requests(BudgetTarget.Kind.TENANT, "acme", 10, DAY);
        server.with(tenant);

        server.ask(ALICE, descriptor("route", "httproute/shop/pay", "tenant", "acme"));

        assertThat(settled(tenant)).isEqualTo(1);
    }

    @Test
    void countsTheHitsOfTheRequestOrOfTheDescriptor() {
        BudgetPolicy tenant = requests(BudgetTarget.Kind.TENANT, "acme", 100, DAY);
        server.with(tenant);
        RateLimitRequest five = RateLimitRequest.newBuilder()
                .setDomain("modeenvoy")
                .setHitsAddend(5)
                .addDescriptors(ALICE)
                .build();

        server.ask(five);
        assertThat(settled(tenant)).isEqualTo(5);
        server.ask(five.toBuilder()
                .setDescriptors(0, ALICE.toBuilder().setHitsAddend(UInt64Value.of(20)))
                .build());
        assertThat(settled(tenant)).isEqualTo(25);
        server.ask(five.toBuilder()
                .setDescriptors(0, ALICE.toBuilder().setHitsAddend(UInt64Value.of(0)))
                .build());
        assertThat(settled(tenant)).isEqualTo(25);
        assertThat(server.ask(five.toBuilder().setHitsAddend(-1).build()).getOverallCode())
                .isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void limitsBeyondThirtyTwoBitsAreShownAsTheMost() {
        server.with(requests(BudgetTarget.Kind.TENANT, "acme", 1L << 40, DAY));

        RateLimitResponse response = server.ask(ALICE);

        assertThat(Integer.toUnsignedLong(
                        response.getStatuses(0).getCurrentLimit().getRequestsPerUnit()))
                .isEqualTo(0xFFFF_FFFFL);
        assertThat(headers(response)).containsEntry("x-ratelimit-remaining", Long.toString((1L << 40) - 1));
    }

    @Test
    void failsClosedOnWhatItDoesNotUnderstand() {
        server.with();
        RateLimitRequest good = RateLimitRequest.newBuilder()
                .setDomain("modeenvoy")
                .addDescriptors(ALICE)
                .build();
        assertRefused(good.toBuilder().setDomain("other").build(), "domain: other (expected: modeenvoy)");
        assertRefused(good.toBuilder().clearDescriptors().build(), "descriptors: none");
        assertRefused(descriptor("tenant", "acme"), "no entry route");
        assertRefused(
                descriptor("route", "cart"),
                "route: cart (expected: airoute/NS/NAME, httproute/NS/NAME or grpcroute/NS/NAME)");
        assertRefused(descriptor("route", "httproute/a/b", "path", "/x"), "entry path: unknown");
        assertRefused(descriptor("route", "httproute/a/b", "tenant", ""), "entry tenant: empty");
        assertRefused(descriptor("route", "httproute/a/b", "tenant", "x", "tenant", "y"), "entry tenant: twice");
        assertRefused(descriptor("route", "httproute/a/b", "consumer", "shop/x"), "entry tenant: none");
        assertRefused(descriptor("route", "httproute/a/b", "key", "shop/x"), "entry tenant: none");
        assertRefused(
                NOBODY.toBuilder().setHitsAddend(UInt64Value.of(-1)).build(),
                "hits_addend: 18446744073709551615 (expected: at most 9223372036854775807)");
        UnknownFieldSet negative = UnknownFieldSet.newBuilder()
                .addField(4, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        assertRefused(NOBODY.toBuilder().setUnknownFields(negative).build(), "is_negative_hits: set");
        assertThat(server.decisions("error")).isEqualTo(11);
    }

    private void assertRefused(RateLimitDescriptor descriptor, String message) {
        assertRefused(
                RateLimitRequest.newBuilder()
                        .setDomain("modeenvoy")
                        .addDescriptors(descriptor)
                        .build(),
                message);
    }

    private void assertRefused(RateLimitRequest request, String message) {
        Status status = server.failure(request);
        assertThat(status.getCode()).as(message).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains(message);
    }

    @Test
    void failsUntilTheBudgetsHaveArrived() {
        RateLimitRequest request = RateLimitRequest.newBuilder()
                .setDomain("modeenvoy")
                .addDescriptors(NOBODY)
                .build();
        assertThat(server.services.ready()).isFalse();
        assertThat(server.failure(request).getCode()).isEqualTo(Status.Code.UNAVAILABLE);

        server.with();
        assertThat(server.services.ready()).isTrue();
        assertThat(server.ask(request).getOverallCode()).isEqualTo(Code.OK);
    }

    @Test
    void aRemovedBudgetCountsNoMore() {
        BudgetPolicy route = requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 0, DAY);
        server.with(route);
        assertThat(server.ask(NOBODY).getOverallCode()).isEqualTo(Code.OVER_LIMIT);

        server.without(route);
        assertThat(server.ask(NOBODY).getOverallCode()).isEqualTo(Code.OK);
    }

    @Test
    void aLedgerThatFailsIsUnavailable() {
        try (Server broken = new Server(clock -> new BrokenLedger())) {
            broken.with(requests(BudgetTarget.Kind.HTTP_ROUTE, "shop/cart", 1, DAY));

            Status status = broken.failure(RateLimitRequest.newBuilder()
                    .setDomain("modeenvoy")
                    .addDescriptors(NOBODY)
                    .build());

            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status.getDescription()).isEqualTo("disk full");
            assertThat(broken.decisions("error")).isEqualTo(1);
        }
    }

    @Test
    void unitsAreEnvoysWhereEnvoyHasThem() {
        Map<BudgetWindow, Unit> units = Map.of(
                MINUTE,
                Unit.MINUTE,
                new BudgetWindow.Calendar(BudgetWindow.Span.HOUR, ZoneOffset.UTC),
                Unit.HOUR,
                DAY,
                Unit.DAY,
                new BudgetWindow.Calendar(BudgetWindow.Span.WEEK, ZoneOffset.UTC),
                Unit.WEEK,
                new BudgetWindow.Calendar(BudgetWindow.Span.MONTH, ZoneOffset.UTC),
                Unit.MONTH,
                new BudgetWindow.Sliding(Duration.ofSeconds(1)),
                Unit.SECOND,
                new BudgetWindow.Sliding(Duration.ofDays(7)),
                Unit.WEEK,
                new BudgetWindow.Sliding(Duration.ofMinutes(5)),
                Unit.UNKNOWN);
        units.forEach((window, unit) -> assertThat(
                        LimitUnits.limit(requests(BudgetTarget.Kind.TENANT, "acme", 1, window))
                                .getUnit())
                .isEqualTo(unit));
    }
}
