package io.spillway.destination.transform;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The program of a child process: evaluates what it reads from standard input, one after the other, until that ends.
 *
 * <p>Each evaluation has a thread of its own, so that nothing of one is left for the next: the library keeps what it works
 * on in thread locals. One that does not end in time, or overflows its stack, ends the process.
 */
public final class Evaluator {

    static final int READY = 'R';
    /** The library looks at the clock between steps; a step that does not end, as a regular expression, is ended this much later. */
    static final Duration BETWEEN_STEPS = Duration.ofMillis(250);

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final long STACK_BYTES = 16L * 1024 * 1024;

    private final int maxBytes;

    private Evaluator(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @param arguments how many bytes an event's data may have, and what is made of them */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var in = new DataInputStream(new BufferedInputStream(System.in));
                var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            // What the library prints must not get among the answers.
            System.setOut(System.err);
            var evaluator = new Evaluator(Integer.parseInt(arguments[0]));
            evaluator.warmUp();
            out.writeByte(READY);
            out.flush();
            evaluator.serve(in, out);
        } catch (EOFException e) {
            // Nobody asks any more.
            Runtime.getRuntime().halt(0);
        }
    }

    /** Classes are loaded before the first time limit counts. */
    private void warmUp() throws InterruptedException {
        var expression = "{\"a\": $sum(a[$type($) = 'number']) & $string(a), \"b\": $map(a, function($x) {$x})}";
        var data = "{\"a\":[1,2.5,\"b\",null,true]}".getBytes(StandardCharsets.UTF_8);
        answer(new Request(expression, Optional.of(data), WARM_UP));
    }

    private void serve(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
        while (true) {
            var answer = answer(Request.read(in));
            answer.write(out);
            if (answer.kind() == Answer.Kind.ENDED) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    private Answer answer(Request request) throws InterruptedException {
        var evaluation = new FutureTask<>(() -> new Evaluation(request, maxBytes).answer());
        var thread = new Thread(null, evaluation, "evaluation", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return evaluation.get(request.time().plus(BETWEEN_STEPS).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Answer.ended(Evaluation.tooSlow(request));
        } catch (ExecutionException e) {
            return e.getCause() instanceof StackOverflowError
                    ? Answer.ended(Evaluation.TOO_DEEP)
                    : Answer.ended("it fails: " + e.getCause());
        }
    }
}
