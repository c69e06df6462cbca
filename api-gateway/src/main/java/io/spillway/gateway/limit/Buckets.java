package io.spillway.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/** A token bucket for each name, of those that were used lately. */
final class Buckets {

    private static final int MOST = 100_000;

    private final Rate rate;
    private final Cache<String, Bucket> buckets;

    Buckets(Rate rate) {
        this.rate = rate;
        // A bucket that was left alone for so long is full again.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(rate.period())
                .build();
    }

    int capacity() {
        return rate.count();
    }

    ConsumptionProbe take(String name) {
        return buckets.get(name, any -> full()).tryConsumeAndReturnRemaining(1);
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.period()))
                .build();
    }
}
