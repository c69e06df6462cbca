package io.spillway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.domain.Policy;
import io.spillway.domain.Sealed;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.filter.Filter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * What an event costs the tenant task as subscriptions grow in number: {@code make growth}. Prints Markdown and judges
 * nothing. The task is the real one with its stores on disk; broker and network are played by TopologyTestDriver, whose
 * own share of an event's time is in every row alike.
 */
class GrowthBench {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;
    private static final int AT_ONCE = 500;
    private static final String DATA =
            "{\"amount\":%d,\"currency\":\"EUR\",\"customer\":{\"id\":\"c-17\",\"country\":\"DE\"},\"text\":\""
                    + "x".repeat(900) + "\"}";

    @Test
    void shouldPrintWhatAnEventCostsAsTenantsGrow() throws IOException {
        System.out.println(
                "| tenants x subscriptions | µs an event | heap bytes a subscription | disk bytes a subscription |");
        System.out.println("| --- | --- | --- | --- |");
        for (var tenants : List.of(200, 2_000, 20_000)) {
            row(tenants, 50);
        }
        for (var subscriptions : List.of(1, 10, 100, 1_000)) {
            row(1, subscriptions);
        }
    }

    @Test
    void shouldPrintWhatAFilterCosts() {
        System.out.println("| filters on one event | ns a filter, the event's parsing included |");
        System.out.println("| --- | --- |");
        for (var count : List.of(1, 10, 100)) {
            var filters = IntStream.range(0, count)
                    .mapToObj(n -> (Filter) Filter.parse(filter(n).getBytes(UTF_8)))
                    .toList();
            judge(filters, 200_000 / count);
            var rounds = 400_000 / count;
            var began = cpu();
            judge(filters, rounds);
            var nanos = (double) (cpu() - began) / rounds / count;
            System.out.println(text("| %d | %.0f |", count, nanos));
        }
    }

    private static int judge(List<Filter> filters, int rounds) {
        var matched = 0;
        for (int round = 0; round < rounds; round++) {
            var data = DATA.formatted(round % 100).getBytes(UTF_8);
            var view = new EventView("e", Optional.of("order.paid"), Instant.EPOCH, Map.of(), data);
            for (var filter : filters) {
                if (filter.matches(view)) {
                    matched++;
                }
            }
        }
        return matched;
    }

    private static void row(int tenants, int subscriptions) throws IOException {
        var before = heap();
        try (var world = new World(1, subscriptions)) {
            fill(world, tenants, subscriptions);
            var random = new Random(1);
            publish(world, WARM_UP, 0, tenants == 1 ? n -> 0 : n -> random.nextInt(tenants));
            var began = cpu();
            var apart = publish(world, MEASURED, WARM_UP, tenants == 1 ? n -> 0 : n -> random.nextInt(tenants));
            var nanos = (double) (cpu() - began - apart) / MEASURED;
            var all = (double) tenants * subscriptions;
            System.out.println(text(
                    "| %,d x %,d | %.1f | %.0f | %.0f |",
                    tenants,
                    subscriptions,
                    nanos / 1e3,
                    Math.max(0, heap() - before) / all,
                    size(world.folder()) / all));
        }
    }

    /** One in ten of a tenant's subscriptions wants the topic of the events, and one in twenty lets them through. */
    private static void fill(World world, int tenants, int subscriptions) {
        var rows = (KeyValueStore<Bytes, Subscription>) world.<Subscription>store(Stores.SUBSCRIPTIONS);
        var known = (KeyValueStore<Bytes, Tenant>) world.<Tenant>store(Stores.TENANTS);
        for (int tenant = 0; tenant < tenants; tenant++) {
            var id = new TenantId("tenant-" + tenant);
            known.put(Keys.tenant(id), new Tenant(id, Map.of(), Optional.empty(), World.START, World.START));
            for (int n = 0; n < subscriptions; n++) {
                var row = subscription(id, n);
                rows.put(Keys.of(id, row.id()), row);
            }
            world.forgetWhatWasWritten();
        }
    }

    private static Subscription subscription(TenantId tenant, int n) {
        var draft =
                World.draft(tenant, "destination-" + n, "kind-" + n % 10 + ".*", Optional.of(filter(n / 10 % 2 * 500)));
        return new Subscription(
                tenant,
                draft.id(),
                1,
                1,
                draft.type(),
                draft.topics(),
                draft.filter(),
                new Sealed("k1", new byte[400]),
                Policy.NONE,
                Map.of(),
                new SubscriptionState.Active(),
                World.START,
                World.START);
    }

    private static String filter(int least) {
        return "{\"data\":{\"amount\":{\"$gte\":" + least + "},\"customer\":{\"country\":{\"$in\":[\"DE\",\"FR\"]}}}}";
    }

    /** Returns the nanoseconds that were spent on what a running task does not do. */
    private static long publish(World world, int count, int from, IntUnaryOperator tenant) {
        var apart = 0L;
        for (int n = 0; n < count; n++) {
            var id = new TenantId("tenant-" + tenant.applyAsInt(n));
            world.send(World.event(id, "event-" + (from + n), "kind-3.paid", DATA.formatted(100)));
            if (n % AT_ONCE == 0) {
                var began = cpu();
                world.forgetWhatWasWritten();
                apart += cpu() - began;
            }
        }
        return apart;
    }

    /** Of this thread, so that a busy machine counts little; the driver works in the thread of the test. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double size(Path folder) throws IOException {
        var sum = 0L;
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
