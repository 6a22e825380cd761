package io.modeenvoy.proc.charge;

import io.modeenvoy.policy.ProviderPolicy.Prices;
import io.modeenvoy.proc.usage.Tokens;
import java.math.BigInteger;

/** Money for tokens, in nano-units, rounded up to the next one. */
public final class Cost {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private Cost() {}

    /** The price of {@code tokens}; cached input has its own. */
    public static long of(Tokens tokens, Prices prices) {
        BigInteger sum = product(tokens.input() - tokens.cached(), prices.input())
                .add(product(tokens.cached(), prices.cachedInput()))
                .add(product(tokens.output(), prices.output()));
        return rounded(sum);
    }

    /** The most {@code tokens} can cost, whatever part of the input is cached. */
    static long most(Tokens tokens, Prices prices) {
        return rounded(product(tokens.input(), Math.max(prices.input(), prices.cachedInput()))
                .add(product(tokens.output(), prices.output())));
    }

    private static BigInteger product(long tokens, long price) {
        return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
    }

    private static long rounded(BigInteger nanoForAMillion) {
        BigInteger[] parts = nanoForAMillion.divideAndRemainder(MILLION);
        BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return up.bitLength() < Long.SIZE ? up.longValue() : Long.MAX_VALUE;
    }
}
