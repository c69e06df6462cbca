package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {

    private final EgressGuard guard = EgressGuard.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
                "4000::1",
                "8000::1"
            })
    void shouldRefuseSpecialAddresses(String address) throws UnknownHostException {
        assertThat(guard.permits(InetAddress.getByName(address), 443)).isFalse();
        assertThat(guard.permits(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.0.3.1",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.112.255",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2606:4700::1111",
                "2a00:1450::1",
                "3ffe::1"
            })
    void shouldPermitPublicAddresses(String address) throws UnknownHostException {
        assertThat(guard.permits(InetAddress.getByName(address), 8080)).isTrue();
    }

    @Nested
    class WithExceptions {

        private final EgressGuard open = EgressGuard.of("10.1.0.0/16@8443, 127.0.0.1@9000-9010,fd00::/8 , 192.168.7.7");

        @Test
        void shouldHonourBlockAndPorts() throws UnknownHostException {
            assertThat(open.permits(InetAddress.getByName("10.1.200.3"), 8443)).isTrue();
            assertThat(open.permits(InetAddress.getByName("10.1.200.3"), 443)).isFalse();
            assertThat(open.permits(InetAddress.getByName("10.2.0.1"), 8443)).isFalse();
            assertThat(open.permits(InetAddress.getByName("127.0.0.1"), 9005)).isTrue();
            assertThat(open.permits(InetAddress.getByName("127.0.0.1"), 9011)).isFalse();
            assertThat(open.permits(InetAddress.getByName("127.0.0.2"), 9005)).isFalse();
            assertThat(open.permits(InetAddress.getByName("fd12::9"), 1)).isTrue();
            assertThat(open.permits(InetAddress.getByName("192.168.7.7"), 65_535))
                    .isTrue();
        }

        @Test
        void shouldReadMappedAddressesAsTheirIpv4() throws UnknownHostException {
            assertThat(open.permits(InetAddress.getByName("::ffff:10.1.0.1"), 8443))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "example.com",
                "10.0.0",
                "10.0.0.0/8@",
                "10.0.0.0/8@9-1",
                "::/129",
                "10.0.0.0/8@70000",
                "/8",
                "1.2.3.4.5"
            })
    void shouldNameAnExceptionThatItCannotRead(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EgressGuard.of(entry))
                .withMessageContaining("EGRESS_ALLOW")
                .withMessageContaining(entry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://017700000001/",
                "http://127.000.000.001/",
                "http://0/",
                "http://0.0.0.0/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::7f00:1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fd00:ec2::254]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://①②⑦.⓪.⓪.①/",
                "http://１２７.０.０.１/",
                "http://127。0。0。1/",
                "http://127．0．0．1/",
                "http://user@127.0.0.1/",
                "http://user:pass@example.com/",
                "http://@example.com/",
                "http://:@example.com/",
                "http://example.com@127.0.0.1/",
                "http://example.com\\@127.0.0.1/",
                "http:\\\\127.0.0.1/",
                "http://127.0.0.1./",
                "http://example.com./",
                "http://localhost/",
                "http://LOCALHOST/",
                "http://a.localhost/",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1:8080/",
                "http://192.168.1.1/",
                "http://100.100.100.200/",
                "http://256.256.256.256/",
                "http://1.2.3/",
                "http://1.2.3.4.5/",
                "http://08.8.8.8/",
                "http:///path",
                "http://",
                "https://exa mple.com/",
                "http://example.com:99999/",
                "ftp://example.com/",
                "http://[::1",
                "http://127.0.0.1%00.example.com/",
                "http://exa\tmple.com/",
                "http://0x7f.0.0.0x1/",
                "http://0300.0250.0.1/",
                "http://[::127.0.0.1]/"
            })
    void shouldObjectToUrlsThatMeanOtherPlaces(String url) {
        assertThat(guard.objection(url)).as(url).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com", "https://example.com/", "http://example.com:8080/hook",
                        "https://api.example.co.uk/a/b?c=d&e=%20",
                "https://1.1.1.1/", "https://8.8.8.8:8443/x", "https://[2606:4700::1111]/",
                        "https://xn--bcher-kva.example/",
                "https://bücher.example/", "https://a-b.example.com/", "https://123.example.com/",
                        "https://1a.2b.example/",
                "https://example.com/a@b", "https://example.com/?mail=a@b.c", "https://example.com/#part",
                        "https://EXAMPLE.com/",
                "https://sub_domain.example.com/", "https://localhost.example.com/", "https://example.com:443/"
            })
    void shouldNotObjectToOrdinaryUrls(String url) {
        assertThat(guard.objection(url)).as(url).isEmpty();
    }

    @Test
    void shouldNotObjectToWhatTheOperatorAllows() {
        // given
        var open = EgressGuard.of("127.0.0.0/8@9000,::1");

        // then
        assertThat(open.objection("http://127.0.0.1:9000/x")).isEmpty();
        assertThat(open.objection("http://localhost:9000/x")).isEmpty();
        assertThat(open.objection("http://[::1]:9000/x")).isEmpty();
        assertThat(open.objection("http://127.0.0.1:9001/x")).isPresent();
    }
}
