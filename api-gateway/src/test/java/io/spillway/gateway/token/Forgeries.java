package io.spillway.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens that nobody may believe, by what is wrong with them; and good ones that look odd. */
public final class Forgeries {

    private static final String ATTACKERS = "https://attacker.example/keys.json";

    /** Made once: it takes a second. */
    private static final RSAKey RSA = rsa();

    private final Genuine genuine;
    private final String tenant;
    private final long now = Instant.now().getEpochSecond();
    private final Map<String, String> made = new LinkedHashMap<>();
    private final ECKey attackersEc;
    private final RSAKey attackersRsa;

    private Forgeries(Genuine genuine, String tenant) {
        this.genuine = genuine;
        this.tenant = tenant;
        try {
            var kid = genuine.key().getKeyID();
            attackersEc = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
            attackersRsa = new RSAKey.Builder(RSA).keyID(kid).build();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Good tokens for the tenant. */
    public static Map<String, String> controls(Genuine genuine, String tenant) {
        var good = new Forgeries(genuine, tenant);
        good.control("plain", good.claims(Map.of()));
        good.control("expired within the skew", good.claims(Map.of("exp", good.now - 30)));
        good.control("not before within the skew", good.claims(Map.of("nbf", good.now + 30)));
        good.control("issued within the skew", good.claims(Map.of("iat", good.now + 30)));
        good.control("a fraction of a second", good.claims(Map.of("exp", (good.now + 60) + ".5")));
        good.control("other claims", good.claims(Map.of("email", "\"a@b.c\"", "groups", "[[\"x\"],{\"y\":1}]")));
        good.made.put("no typ", genuine.sign(good.header().replace("\"typ\":\"JWT\",", ""), good.claims(Map.of())));
        good.made.put("typ in lower case", genuine.sign(good.header().replace("JWT", "jwt"), good.claims(Map.of())));
        genuine.audience()
                .ifPresent(us ->
                        good.control("several audiences", good.claims(Map.of("aud", "[\"others\",\"" + us + "\"]"))));
        return good.made;
    }

    /** Everything else. */
    public static Map<String, String> of(Genuine genuine, String tenant) {
        var forged = new Forgeries(genuine, tenant);
        forged.unsigned();
        forged.otherAlgorithms();
        forged.otherKeys();
        forged.keyNames();
        forged.headers();
        forged.times();
        forged.claimsOfAnotherKind();
        forged.otherAudiences();
        forged.json();
        forged.form();
        return forged.made;
    }

    private void unsigned() {
        for (var none : new String[] {"none", "None", "NONE", "nOnE"}) {
            made.put("alg " + none, text(withAlg(none), claims(Map.of())) + ".");
            made.put("alg " + none + ", signed", text(withAlg(none), claims(Map.of())) + "." + signature());
        }
        made.put(
                "signature of zeros",
                good().substring(0, good().lastIndexOf('.')) + "." + Base64URL.encode(new byte[64]));
        made.put("no signature", text(header(), claims(Map.of())) + ".");
        made.put("signature of something else", text(header(), claims(Map.of("sub", "\"other\""))) + "." + signature());
        made.put("signature cut", good().substring(0, good().length() - 4));
        made.put("signature longer", good() + "AAAA");
        if (genuine.key() instanceof ECKey) {
            made.put("signature as DER", text(header(), claims(Map.of())) + "." + der());
        }
    }

    private void otherAlgorithms() {
        for (var alg : new String[] {
            "hs256", "es256", "rs256", "HS384", "HS512", "ES384", "ES256K", "RS512", "PS256", "EdDSA", ""
        }) {
            made.put("alg says " + alg, genuine.sign(withAlg(alg), claims(Map.of())));
        }
        made.put("alg null", genuine.sign(header().replace(alg(), "null"), claims(Map.of())));
        made.put("alg an array", genuine.sign(header().replace(alg(), "[" + alg() + "]"), claims(Map.of())));
        made.put("no alg", genuine.sign(header().replace("\"alg\":" + alg(), "\"x\":1"), claims(Map.of())));
        switch (genuine.key()) {
            case RSAKey pair -> {
                made.put("PS256 by the right key", Genuine.sign(pair, JWSAlgorithm.PS256, withAlg("PS256"), bytes()));
                made.put("RS512 by the right key", Genuine.sign(pair, JWSAlgorithm.RS512, withAlg("RS512"), bytes()));
            }
            case OctetSequenceKey secret
            when secret.toByteArray().length >= 64 ->
                made.put("HS512 by the right key", Genuine.sign(secret, JWSAlgorithm.HS512, withAlg("HS512"), bytes()));
            default -> {}
        }
    }

    private void otherKeys() {
        made.put("ES256 by another pair", Genuine.sign(attackersEc, JWSAlgorithm.ES256, withAlg("ES256"), bytes()));
        made.put("RS256 by another pair", Genuine.sign(attackersRsa, JWSAlgorithm.RS256, withAlg("RS256"), bytes()));
        for (var secret : new String[] {"", "secret", "outpost", "spillway", "null", "0"}) {
            made.put("HS256 by \"" + secret + "\"", hs256(withAlg("HS256"), secret.getBytes(UTF_8)));
        }
        if (genuine.key() instanceof AsymmetricJWK pair) {
            var der = publicKey(pair);
            var pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n";
            made.put("HS256 by the public key as DER", hs256(withAlg("HS256"), der));
            made.put("HS256 by the public key as PEM", hs256(withAlg("HS256"), pem.getBytes(UTF_8)));
            made.put(
                    "HS256 by the public key as PEM, stripped",
                    hs256(withAlg("HS256"), pem.strip().getBytes(UTF_8)));
            made.put(
                    "HS256 by the public key as JWK",
                    hs256(
                            withAlg("HS256"),
                            genuine.key().toPublicJWK().toJSONString().getBytes(UTF_8)));
        }
    }

    private void keyNames() {
        for (var kid : new String[] {
            "\"../../../../../../dev/null\"",
            "\"/dev/null\"",
            "\"x' UNION SELECT 'secret' -- \"",
            "\"" + ATTACKERS + "\"",
            "\"\\u0000\"",
            "\"| sleep 5\"",
            "\"unknown\""
        }) {
            made.put("kid " + kid, hs256(withKid(kid, "HS256"), new byte[0]));
            made.put(
                    "kid " + kid + ", ES256",
                    Genuine.sign(attackersEc, JWSAlgorithm.ES256, withKid(kid, "ES256"), bytes()));
        }
        for (var kid : new String[] {"null", "7", "[\"a\"]", "{}", "\"\"", "\"unknown\""}) {
            made.put(
                    "kid " + kid + ", signed well",
                    genuine.sign(withKid(kid, genuine.algorithm().getName()), claims(Map.of())));
        }
        if (genuine.key() instanceof AsymmetricJWK) {
            made.put("no kid", genuine.sign("{\"typ\":\"JWT\",\"alg\":" + alg() + "}", claims(Map.of())));
        }
    }

    private void headers() {
        var attackers = attackersEc.toPublicJWK().toJSONString();
        var byAttacker = Map.of(
                "jwk",
                attackers,
                "jku",
                quoted(ATTACKERS),
                "x5u",
                quoted(ATTACKERS),
                "x5c",
                "[\"MIIB\"]",
                "crit",
                "[\"exp\"]");
        byAttacker.forEach((name, value) -> made.put(
                name + " by an attacker",
                Genuine.sign(attackersEc, JWSAlgorithm.ES256, with(withAlg("ES256"), name, value), bytes())));
        var wellSigned = new LinkedHashMap<>(byAttacker);
        wellSigned.put("crit of nothing", "[]");
        wellSigned.put("b64", "false");
        wellSigned.put("zip", "\"DEF\"");
        wellSigned.put("cty", "\"JWT\"");
        wellSigned.put("enc", "\"A128GCM\"");
        wellSigned.forEach((name, value) -> made.put(
                name + ", signed well", genuine.sign(with(header(), name.split(" ")[0], value), claims(Map.of()))));
        for (var typ : new String[] {"\"JWE\"", "\"secevent+jwt\"", "\"\"", "7"}) {
            made.put("typ " + typ, genuine.sign(header().replace("\"JWT\"", typ), claims(Map.of())));
        }
    }

    private void times() {
        claim("expired", "exp", now - 120);
        claim("expired long ago", "exp", 0);
        claim("expires before all time", "exp", -1);
        claim("expires in ten years", "exp", now + 315_360_000);
        claim("expires at the end of time", "exp", Long.MAX_VALUE);
        claim("expires beyond it", "exp", "1e300");
        claim("expires far beyond it", "exp", "1e999999999");
        claim("exp as text", "exp", quoted(Long.toString(now + 600)));
        claim("exp null", "exp", "null");
        claim("exp an array", "exp", "[" + (now + 600) + "]");
        claim("exp true", "exp", "true");
        claim("not yet", "nbf", now + 120);
        claim("nbf as text", "nbf", quoted("soon"));
        claim("issued in the future", "iat", now + 3600);
        claim("iat as text", "iat", quoted("now"));
        made.put("no exp", signed(claims(Map.of()).replaceAll(",?\"exp\":[0-9]+", "")));
    }

    private void claimsOfAnotherKind() {
        claim("another issuer", "iss", quoted("someone else"));
        claim("issuer in other case", "iss", quoted(genuine.issuer().toUpperCase(java.util.Locale.ROOT)));
        claim("issuer with a blank", "iss", quoted(genuine.issuer() + " "));
        claim("iss an array", "iss", "[" + quoted(genuine.issuer()) + "]");
        claim("iss null", "iss", "null");
        made.put("no iss", signed(claims(Map.of()).replace("\"iss\":" + quoted(genuine.issuer()) + ",", "")));
        for (var value : new String[] {
            "[" + quoted(tenant) + "]",
            "null",
            "7",
            "\"\"",
            "\"a/b\"",
            "\"a b\"",
            "{}",
            "\"" + tenant + "\\u0000\"",
            "\"*\""
        }) {
            claim("sub " + value, "sub", value);
        }
        made.put("no sub", signed(claims(Map.of()).replace("\"sub\":" + quoted(tenant) + ",", "")));
        if (genuine.issuer().equals("spillway")) {
            for (var role : new String[] {"\"admin\"", "null", "[\"manager\"]", "\"MANAGER\""}) {
                claim("role " + role, "role", role);
            }
        }
    }

    private void otherAudiences() {
        genuine.audience().ifPresent(us -> {
            claim("another audience", "aud", quoted("others"));
            claim("audience with a slash", "aud", quoted(us + "/"));
            claim("several audiences, none of them us", "aud", "[\"others\",\"more\"]");
            claim("no audience in the list", "aud", "[]");
            claim("aud null", "aud", "null");
            claim("aud an object", "aud", "{\"x\":" + quoted(us) + "}");
            made.put("no aud", signed(claims(Map.of()).replace("\"aud\":" + quoted(us) + ",", "")));
        });
    }

    private void json() {
        var claims = claims(Map.of());
        made.put("sub twice", signed(claims.replace("{", "{\"sub\":\"other\",")));
        made.put("exp twice", signed(claims.replace("{", "{\"exp\":1,")));
        made.put("alg twice", genuine.sign(header().replace("{", "{\"alg\":\"none\","), claims));
        made.put("claims an array", signed("[" + claims + "]"));
        made.put("claims a text", signed("\"" + tenant + "\""));
        made.put("claims nothing", signed(""));
        made.put("claims broken off", signed(claims.substring(0, claims.length() - 1)));
        made.put("claims and more", signed(claims + "{}"));
        made.put("claims with a mark", genuine.sign(header(), ("\uFEFF" + claims).getBytes(UTF_8)));
        made.put("claims in UTF-16", genuine.sign(header(), claims.getBytes(UTF_16)));
        var broken = claims.getBytes(UTF_8);
        broken[broken.length / 2] = (byte) 0xFF;
        made.put("claims that are no text", genuine.sign(header(), broken));
        made.put(
                "claims very deep", signed(claims.replace("{", "{\"x\":" + "[".repeat(2500) + "]".repeat(2500) + ",")));
        made.put(
                "claims deeper than a token can be",
                signed(claims.replace("{", "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",")));
        made.put(
                "header very deep",
                genuine.sign(header().replace("{", "{\"x\":" + "[".repeat(2500) + "]".repeat(2500) + ","), claims));
        made.put("header an array", genuine.sign("[]", claims));
        made.put("header nothing", genuine.sign("", claims));
    }

    private void form() {
        var good = good();
        made.put("nothing", "");
        made.put("dots", "..");
        made.put("a word", "token");
        made.put("two parts", good.substring(0, good.lastIndexOf('.')));
        made.put("four parts", good + ".AAAA");
        made.put("five parts", good + ".AAAA.AAAA");
        made.put("encrypted", encrypted());
        made.put("padded", good + "=");
        made.put("another base 64", good.substring(0, good.length() - 4) + "+/+/");
        made.put("a blank within", good.replace(".", ". "));
        made.put("a blank behind", good + " ");
        made.put("a line break", good + "\n");
        made.put("a zero", good + "\0");
        made.put("Bearer twice", "Bearer " + good);
        made.put("another spelling of the last bits", respelled(good));
        made.put("a megabyte", "A".repeat(1 << 20));
        made.put("a megabyte with dots", good + ".".repeat(1 << 20));
        made.put("a megabyte of claims", signed(claims(Map.of("x", quoted("x".repeat(1 << 20))))));
        made.put(
                "as JSON",
                "{\"payload\":\"" + good.split("\\.")[1] + "\",\"protected\":\"" + good.split("\\.")[0]
                        + "\",\"signature\":\"" + good.split("\\.")[2] + "\"}");
    }

    private void control(String what, String claims) {
        made.put(what, signed(claims));
    }

    private void claim(String what, String name, Object value) {
        made.put(what, signed(claims(Map.of(name, value))));
    }

    private String signed(String claims) {
        return genuine.sign(header(), claims);
    }

    private String good() {
        return signed(claims(Map.of()));
    }

    private String signature() {
        return good().substring(good().lastIndexOf('.') + 1);
    }

    private byte[] bytes() {
        return claims(Map.of()).getBytes(UTF_8);
    }

    /** Good claims with some others; values are JSON. */
    private String claims(Map<String, ?> others) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", quoted(genuine.issuer()));
        genuine.audience().ifPresent(us -> claims.put("aud", quoted(us)));
        claims.put("sub", quoted(tenant));
        claims.put("role", quoted("manager"));
        claims.put("iat", now);
        claims.put("exp", now + 600);
        claims.putAll(others);
        var text = new StringBuilder();
        claims.forEach((name, value) -> text.append(text.isEmpty() ? "{" : ",")
                .append(quoted(name))
                .append(':')
                .append(value));
        return text.append('}').toString();
    }

    private String header() {
        return genuine.header();
    }

    private String alg() {
        return quoted(genuine.algorithm().getName());
    }

    private String withAlg(String alg) {
        return header().replace(alg(), quoted(alg));
    }

    private static String withKid(String kid, String alg) {
        return "{\"typ\":\"JWT\",\"alg\":\"" + alg + "\",\"kid\":" + kid + "}";
    }

    private static String with(String header, String name, String value) {
        return header.replace("{", "{" + quoted(name) + ":" + value + ",");
    }

    private static String text(String header, String claims) {
        return Base64URL.encode(header) + "." + Base64URL.encode(claims);
    }

    private String hs256(String header, byte[] secret) {
        // HMAC fills keys up with zeros; the library wants 32 bytes.
        var padded = new OctetSequenceKey.Builder(Arrays.copyOf(secret, Math.max(32, secret.length))).build();
        return Genuine.sign(padded, JWSAlgorithm.HS256, header, bytes());
    }

    private String der() {
        try {
            return Base64URL.encode(ECDSA.transcodeSignatureToDER(new Base64URL(signature()).decode()))
                    .toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] publicKey(AsymmetricJWK pair) {
        try {
            return pair.toPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String encrypted() {
        try {
            var jwe = new JWEObject(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128GCM), new Payload(good()));
            jwe.encrypt(new DirectEncrypter(new byte[16]));
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same bytes, of whose last character other bits are left over. */
    private static String respelled(String token) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last | 1);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
