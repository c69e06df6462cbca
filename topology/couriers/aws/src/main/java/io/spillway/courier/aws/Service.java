package io.spillway.courier.aws;

import io.spillway.destination.Settings;
import io.spillway.domain.Outcome;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What is particular to one service of AWS. */
interface Service<C extends SdkAutoCloseable> {

    /** @throws IllegalArgumentException where the settings do not say */
    Site site(Settings settings);

    C client(Site site);

    /** One call of the service. */
    Outcome send(C client, Sending sending);
}
