package io.spillway.destination;

import io.burt.jmespath.JmesPath;
import io.burt.jmespath.jcf.JcfRuntime;
import io.burt.jmespath.parser.ParseException;

/** Expressions in JMESPath (jmespath.org) that make a key of an event. */
public final class Template {

    private static final int MAX_LENGTH = 1_024;
    private static final JmesPath<Object> JMES_PATH = new JcfRuntime();

    private Template() {}

    /** Whether this is such an expression, of at most 1,024 characters. */
    public static boolean isWellFormed(String expression) {
        if (expression.length() > MAX_LENGTH) {
            return false;
        }
        try {
            JMES_PATH.compile(expression);
            return true;
        } catch (ParseException | IllegalArgumentException | StackOverflowError e) {
            return false;
        }
    }
}
