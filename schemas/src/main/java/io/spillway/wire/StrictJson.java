package io.spillway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.spillway.domain.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * JSON as it is let in: one value, UTF-8 without a byte order mark, no repeated keys, at most {@value Data#MAX_LEVELS} levels
 * deep.
 * Numbers and strings may be of any length.
 */
final class StrictJson {

    /** How the parser says that it does not show the text. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; line");

    /** What a batch puts around its events, each of which may be as deep as one alone. */
    private static final int ENVELOPE_LEVELS = 2;

    private static final JsonFactory UNIQUE_KEYS = factory(true, Data.MAX_LEVELS);
    private static final JsonFactory ANY_KEYS = factory(false, Data.MAX_LEVELS + ENVELOPE_LEVELS);

    private StrictJson() {}

    /** What is done with a document; its tokens are read from the first one on. */
    interface Reader<R> {
        R read(JsonParser json) throws IOException, BrokenJsonException;
    }

    /** Requires one JSON object and nothing after it. */
    static void requireObject(byte[] bytes) throws BrokenJsonException {
        read(bytes, json -> {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BrokenJsonException("invalid_event", "data must be a JSON object");
            }
            return json.skipChildren();
        });
    }

    /** Reads one document to its end. */
    static <R> R read(byte[] bytes, Reader<R> reader) throws BrokenJsonException {
        return read(UNIQUE_KEYS, bytes, reader);
    }

    /** Reads one document to its end, whose parts will be read strictly later: repeated keys pass. */
    static <R> R readLoosely(byte[] bytes, Reader<R> reader) throws BrokenJsonException {
        return read(ANY_KEYS, bytes, reader);
    }

    private static <R> R read(JsonFactory factory, byte[] bytes, Reader<R> reader) throws BrokenJsonException {
        requireUtf8(bytes);
        try (var json = factory.createParser(bytes)) {
            var result = reader.read(json);
            if (json.nextToken() != null) {
                throw new BrokenJsonException("invalid_json", "there is text after the JSON value");
            }
            return result;
        } catch (JsonProcessingException e) {
            throw new BrokenJsonException(
                    "invalid_json", SOURCE.matcher(e.getOriginalMessage()).replaceAll("[line"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    /** Also keeps the parser from taking the bytes for UTF-16 or UTF-32, which it guesses from zero bytes and marks. */
    private static void requireUtf8(byte[] bytes) throws BrokenJsonException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new BrokenJsonException("invalid_utf8", "the text is not valid UTF-8");
        }
        if (bytes.length > 0 && bytes[0] == (byte) 0xEF) {
            throw new BrokenJsonException("invalid_json", "the text begins with a byte order mark");
        }
        for (var b : bytes) {
            if (b == 0) {
                throw new BrokenJsonException("invalid_json", "the text contains a zero byte");
            }
        }
    }

    /** Symbols are not interned, and hostile names must not make the shared symbol table refuse honest ones. */
    private static JsonFactory factory(boolean uniqueKeys, int levels) {
        return new JsonFactoryBuilder()
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, uniqueKeys)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                // Virtual threads are too short-lived to keep buffers of their own.
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(levels)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }
}
