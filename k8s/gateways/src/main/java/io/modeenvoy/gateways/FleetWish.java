package io.modeenvoy.gateways;

/** What a Gateway wants of us. A Gateway without a wish is not there, and loses what it had when the API server says so too. */
public sealed interface FleetWish {
    /** These Envoys. */
    record Wanted(Fleet fleet) implements FleetWish {}

    /** What it has stays as it is: nobody knows what it wants, because of a mistake in it, or because it cannot be read. */
    record Held() implements FleetWish {}

    /** Nothing: it is another controller's, or somebody else starts its Envoys. */
    record Nothing() implements FleetWish {}
}
