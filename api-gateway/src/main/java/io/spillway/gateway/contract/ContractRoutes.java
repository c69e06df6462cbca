package io.spillway.gateway.contract;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.spillway.gateway.http.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** Serves the contract as JSON, and as a page that needs nothing from elsewhere. */
public final class ContractRoutes {

    private static final String KEPT_FOR_AN_HOUR = "max-age=3600";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /** Everything comes from here; the drawings in the style sheet are data. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Asset> assets;

    private record Asset(String resource, String contentType) {}

    /** Made when first asked for. */
    private static final class Document {
        static final byte[] JSON = read("/openapi.yaml");
    }

    /** Likewise. */
    private static final class OfAdapters {
        static final byte[] JSON = read("/openapi-adapters.yaml");
    }

    public ContractRoutes() {
        var library = "/META-INF/resources/webjars/swagger-ui/" + libraryVersion();
        this.assets = Map.of(
                "docs.js", new Asset("/docs/docs.js", SCRIPT),
                "docs.css", new Asset("/docs/docs.css", STYLE),
                "swagger-ui-bundle.js", new Asset(library + "/swagger-ui-bundle.js", SCRIPT),
                "swagger-ui.css", new Asset(library + "/swagger-ui.css", STYLE));
    }

    public void json(Context ctx) {
        ctx.contentType(JSON);
        ctx.result(Document.JSON);
    }

    /** The document of the routes of other systems, which is one of its own, since they come and go with a setting. */
    public void adapters(Context ctx) {
        ctx.contentType(JSON);
        ctx.result(OfAdapters.JSON);
    }

    public void page(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        ctx.header("Referrer-Policy", "no-referrer");
        send(ctx, new Asset("/docs/index.html", HTML));
    }

    public void file(Context ctx) {
        var asset = assets.get(ctx.pathParam("file"));
        if (asset == null) {
            throw ApiException.notFound("file");
        }
        ctx.header(Header.CACHE_CONTROL, KEPT_FOR_AN_HOUR);
        send(ctx, asset);
    }

    private static void send(Context ctx, Asset asset) {
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.contentType(asset.contentType());
        ctx.result(resource(asset.resource()));
    }

    private static byte[] read(String document) {
        try (var yaml = resource(document)) {
            return new JsonMapper().writeValueAsBytes(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String libraryVersion() {
        var properties = new Properties();
        try (var in = resource("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(properties.getProperty("version"), "version");
    }

    private static InputStream resource(String path) {
        return Objects.requireNonNull(ContractRoutes.class.getResourceAsStream(path), path);
    }
}
