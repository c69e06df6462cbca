package io.spillway.destination;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.RuntimeConfiguration;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.FunctionArgument;
import io.burt.jmespath.function.FunctionRegistry;
import io.burt.jmespath.function.JoinFunction;
import io.burt.jmespath.jcf.JcfRuntime;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates one expression and gives up when it has made or walked too much: a few dozen characters can double a list again
 * and again, sharing its parts, and then have it written out or compared. So each list and object weighs what it would if
 * nothing were shared. For one use by one thread.
 */
final class ThriftyRuntime extends JcfRuntime {

    private static final long MOST = 4_000_000;

    private final Map<Object, Long> weights = new IdentityHashMap<>();
    private long spent;

    ThriftyRuntime() {
        super(RuntimeConfiguration.builder()
                .withFunctionRegistry(FunctionRegistry.defaultRegistry().extend(new ThriftyJoin()))
                .build());
    }

    @Override
    public List<Object> toList(Object value) {
        spend(weight(value));
        return super.toList(value);
    }

    @Override
    public Object createArray(Collection<Object> elements) {
        var array = super.createArray(elements);
        spend(elements.size());
        weight(array);
        return array;
    }

    @Override
    public Object createObject(Map<Object, Object> members) {
        var object = super.createObject(members);
        spend(members.size());
        weight(object);
        return object;
    }

    @Override
    public Object createString(String text) {
        spend(text.length());
        return super.createString(text);
    }

    @Override
    public String toString(Object value) {
        spend(weight(value));
        return super.toString(value);
    }

    @Override
    public int compare(Object one, Object other) {
        spend(weight(one) + weight(other));
        return super.compare(one, other);
    }

    private long weight(Object value) {
        return switch (value) {
            case String text -> 1L + text.length();
            case Collection<?> elements -> known(elements, elements);
            case Map<?, ?> members -> known(members, members.values());
            case null, default -> 1;
        };
    }

    private long known(Object container, Collection<?> parts) {
        var known = weights.get(container);
        if (known != null) {
            return known;
        }
        var weight = 1L;
        for (var part : parts) {
            weight += weight(part);
            require(weight);
        }
        weights.put(container, weight);
        return weight;
    }

    private void spend(long amount) {
        spent += amount;
        require(spent);
    }

    private static void require(long amount) {
        if (amount > MOST) {
            throw new IllegalArgumentException("the expression grows too large");
        }
    }

    /** Pays for the text before it is made: what stands between the parts is written once for each of them. */
    private static final class ThriftyJoin extends BaseFunction {

        private final JoinFunction join = new JoinFunction();

        ThriftyJoin() {
            super(
                    "join",
                    ArgumentConstraints.typeOf(JmesPathType.STRING),
                    ArgumentConstraints.arrayOf(ArgumentConstraints.typeOf(JmesPathType.STRING)));
        }

        @Override
        protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
            if (runtime instanceof ThriftyRuntime thrifty
                    && arguments.get(0).value() instanceof String glue
                    && arguments.get(1).value() instanceof Collection<?> parts) {
                thrifty.spend((long) glue.length() * parts.size());
            }
            return join.call(runtime, arguments);
        }
    }
}
