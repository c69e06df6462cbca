package io.spillway.gateway.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Vault;
import io.spillway.domain.Erasure;
import io.spillway.domain.TenantId;
import io.spillway.gateway.MemorySettings;
import io.spillway.payload.Opened;
import io.spillway.payload.Payloads;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TenantKeysTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final byte[] DATA = "{\"n\":1}".getBytes(UTF_8);

    private final MemorySettings settings = new MemorySettings();
    private final TenantKeys here = keys("old,new");
    private final TenantKeys elsewhere = keys("old,new");

    private TenantKeys keys(String secrets) {
        return new TenantKeys(settings, Vault.of(secrets));
    }

    @Test
    void shouldGiveATenantOneKeyThatAllNodesKnow() {
        // when
        var made = here.make(ACME);

        // then
        assertThat(here.make(ACME)).isEqualTo(made);
        assertThat(elsewhere.of(ACME)).contains(made);
    }

    @Test
    void shouldOpenNothingMoreOnceATenantsKeysAreDropped() {
        // given
        var sealed = here.make(ACME).seal(DATA);
        var others = here.make(new TenantId("other")).seal(DATA);

        // when
        elsewhere.forget(new Erasure(ACME, new Erasure.Everything(), Instant.EPOCH));

        // then
        assertThat(new Payloads(here).open(sealed)).isInstanceOf(Opened.NoKey.class);
        assertThat(new Payloads(here).open(others)).isInstanceOf(Opened.Unsealed.class);
        assertThat(here.of(ACME)).isEmpty();
    }

    @Test
    void shouldSealWithTheFirstSecretWhatAnotherOneSealed() {
        // given
        var sealed = here.make(ACME).seal(DATA);

        // when
        keys("new,old").reseal();

        // then
        assertThat(new Payloads(keys("new")).open(sealed)).isInstanceOf(Opened.Unsealed.class);
    }
}
