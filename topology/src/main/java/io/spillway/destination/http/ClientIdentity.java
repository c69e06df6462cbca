package io.spillway.destination.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * What a client shows of itself in a TLS handshake.
 *
 * @param certificates its own certificate as PEM, then those that lead to its authority
 * @param key its private key as PEM (PKCS #8)
 */
public record ClientIdentity(String certificates, String key) {

    private static final char[] NO_PASSWORD = {};

    /** Whether the text is one or more certificates. */
    public static boolean isCertificate(String pem) {
        try {
            return !chain(pem).isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    /** Whether the key is the first certificate's. */
    public boolean isPair() {
        try {
            var certificate = chain(certificates).iterator().next();
            var signature = Signature.getInstance(
                    switch (certificate.getPublicKey().getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> certificate.getPublicKey().getAlgorithm();
                    });
            signature.initSign(privateKey(certificate));
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    SSLSocketFactory sockets(X509TrustManager trusted) throws GeneralSecurityException, IOException {
        var chain = chain(certificates).toArray(X509Certificate[]::new);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("client", privateKey(chain[0]), NO_PASSWORD, chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {trusted}, null);
        return context.getSocketFactory();
    }

    /** The certificates say who it is; the key is not shown. */
    @Override
    public String toString() {
        return "ClientIdentity[" + certificates.length() + " characters]";
    }

    private PrivateKey privateKey(X509Certificate certificate) throws GeneralSecurityException {
        var base64 = key.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
        var der = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static Collection<X509Certificate> chain(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
