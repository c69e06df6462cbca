package io.spillway.courier.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request as it came over the wire, whose signature is worked out again ("Signature Version 4", AWS General Reference).
 *
 * @param headers lower-case name → value
 */
record SignedRequest(String method, String path, Map<String, String> headers, byte[] body) {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8})/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** What speaks against the signature; empty where it is right. */
    String objection(String key, String secret, String service) throws GeneralSecurityException {
        var parts = AUTHORIZATION.matcher(header("authorization"));
        if (!parts.matches()) {
            return "not signed: " + headers.keySet();
        }
        if (!parts.group(1).equals(key) || !parts.group(4).equals(service)) {
            return "signed by another or for another service: " + parts.group(1) + ", " + parts.group(4);
        }
        var hash = header("x-amz-content-sha256").isEmpty() ? sha256(body) : header("x-amz-content-sha256");
        if (!hash.equals("UNSIGNED-PAYLOAD") && !hash.equals(sha256(body))) {
            return "another body was signed";
        }
        var signed = Arrays.stream(parts.group(5).split(";"))
                .map(name -> name + ":" + header(name).strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        var canonical = method + "\n" + path + "\n\n" + signed + "\n" + parts.group(5) + "\n" + hash;
        var scope = parts.group(2) + "/" + parts.group(3) + "/" + parts.group(4) + "/aws4_request";
        var toSign = "AWS4-HMAC-SHA256\n" + header("x-amz-date") + "\n" + scope + "\n"
                + sha256(canonical.getBytes(StandardCharsets.UTF_8));
        var date = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), parts.group(2));
        var signing = hmac(hmac(hmac(date, parts.group(3)), parts.group(4)), "aws4_request");
        return HexFormat.of().formatHex(hmac(signing, toSign)).equals(parts.group(6)) ? "" : "wrong signature";
    }

    static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
