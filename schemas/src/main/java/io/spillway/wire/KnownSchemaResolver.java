package io.spillway.wire;

import io.apicurio.registry.resolver.ParsedSchemaImpl;
import io.apicurio.registry.resolver.SchemaLookupResult;
import io.apicurio.registry.resolver.SchemaParser;
import io.apicurio.registry.resolver.SchemaResolver;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Gives the registry's serdes the schemas that are known, and never asks the registry. */
final class KnownSchemaResolver<T> implements SchemaResolver<Schema, T> {

    private final KnownSchemas known;
    private final SchemaLookupResult<Schema> own;
    private @Nullable SchemaParser<Schema, T> parser;

    KnownSchemaResolver(KnownSchemas known, Schema own) {
        this.known = known;
        this.own = result(known.idOf(own), own);
    }

    @Override
    public SchemaLookupResult<Schema> resolveSchema(Record<T> data) {
        return own;
    }

    @Override
    public SchemaLookupResult<Schema> resolveSchemaByArtifactReference(ArtifactReference reference) {
        long id = reference.getContentId();
        return result(id, known.find(id).orElseThrow(() -> new UnknownSchemaException(id)));
    }

    private static SchemaLookupResult<Schema> result(long id, Schema schema) {
        return SchemaLookupResult.<Schema>builder()
                .contentId(id)
                .parsedSchema(new ParsedSchemaImpl<Schema>().setParsedSchema(schema))
                .build();
    }

    @Override
    public void configure(Map<String, ?> configs, SchemaParser<Schema, T> schemaParser) {
        parser = schemaParser;
    }

    @Override
    public @Nullable SchemaParser<Schema, T> getSchemaParser() {
        return parser;
    }

    @Override
    public void setClientFacade(RegistryClientFacade clientFacade) {}

    @Override
    public void setArtifactResolverStrategy(ArtifactReferenceResolverStrategy<Schema, T> strategy) {}

    @Override
    public void reset() {}

    @Override
    public void close() {}
}
