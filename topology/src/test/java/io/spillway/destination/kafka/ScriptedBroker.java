package io.spillway.destination.kafka;

import io.spillway.destination.DestinationContract.Arrival;
import io.spillway.destination.LoopbackServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/** A broker of one topic with one partition that answers to records what a test wants; real ones refuse only under duress. */
final class ScriptedBroker implements AutoCloseable {

    static final String TOPIC = "orders";
    private static final Uuid TOPIC_ID = Uuid.randomUuid();

    private final LoopbackServer server;
    private final Errors answer;
    private final boolean silent;
    private final boolean boasting;
    private final String advertised;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    private ScriptedBroker(Errors answer, boolean silent, boolean boasting, String advertised) {
        this.answer = answer;
        this.silent = silent;
        this.boasting = boasting;
        this.advertised = advertised;
        this.server = LoopbackServer.start(this::serve);
    }

    static ScriptedBroker answering(Errors answer) {
        return new ScriptedBroker(answer, false, false, "");
    }

    /** Takes records and says nothing. */
    static ScriptedBroker silent() {
        return new ScriptedBroker(Errors.NONE, true, false, "");
    }

    /** Tells clients that the broker of the partition is somewhere else. */
    static ScriptedBroker advertising(String other) {
        return new ScriptedBroker(Errors.NONE, false, false, other);
    }

    /** Announces an answer of 2 GiB to whatever it is asked. */
    static ScriptedBroker boasting() {
        return new ScriptedBroker(Errors.NONE, false, true, "");
    }

    String address() {
        return server.address();
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    int connections() {
        return server.connections();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream());
        while (true) {
            var request = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            if (boasting) {
                out.writeInt(Integer.MAX_VALUE);
                continue;
            }
            var header = RequestHeader.parse(request);
            var response = answer(header, request);
            if (header.apiKey() == ApiKeys.PRODUCE && silent) {
                continue;
            }
            var bytes = RequestUtils.serialize(
                    header.toResponseHeader().data(),
                    header.apiKey().responseHeaderVersion(header.apiVersion()),
                    response,
                    header.apiVersion());
            out.writeInt(bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            out.flush();
        }
    }

    private ApiMessage answer(RequestHeader header, ByteBuffer body) {
        return switch (header.apiKey()) {
            case API_VERSIONS -> versions();
            case METADATA -> metadata();
            case SASL_HANDSHAKE -> new SaslHandshakeResponseData().setMechanisms(List.of("PLAIN", "OAUTHBEARER"));
            case SASL_AUTHENTICATE -> new SaslAuthenticateResponseData();
            case PRODUCE -> {
                var request = (ProduceRequest)
                        AbstractRequest.parseRequest(ApiKeys.PRODUCE, header.apiVersion(), new ByteBufferAccessor(body))
                                .request;
                yield produced(request.data());
            }
            default -> throw new IllegalStateException("not expected: " + header.apiKey());
        };
    }

    private static ApiVersionsResponseData versions() {
        var data = new ApiVersionsResponseData();
        for (var key : List.of(
                ApiKeys.API_VERSIONS,
                ApiKeys.METADATA,
                ApiKeys.PRODUCE,
                ApiKeys.SASL_HANDSHAKE,
                ApiKeys.SASL_AUTHENTICATE)) {
            data.apiKeys()
                    .add(new ApiVersionsResponseData.ApiVersion()
                            .setApiKey(key.id)
                            .setMinVersion(key.oldestVersion())
                            .setMaxVersion(key.latestVersion()));
        }
        return data;
    }

    private MetadataResponseData metadata() {
        var other = advertised.isEmpty() ? address() : advertised;
        var data = new MetadataResponseData().setClusterId("test").setControllerId(1);
        data.brokers()
                .add(new MetadataResponseData.MetadataResponseBroker()
                        .setNodeId(1)
                        .setHost(other.split(":", 2)[0])
                        .setPort(Integer.parseInt(other.split(":", 2)[1])));
        data.topics()
                .add(new MetadataResponseData.MetadataResponseTopic()
                        .setName(TOPIC)
                        .setTopicId(TOPIC_ID)
                        .setPartitions(List.of(new MetadataResponseData.MetadataResponsePartition()
                                .setPartitionIndex(0)
                                .setLeaderId(1)
                                .setLeaderEpoch(0)
                                .setReplicaNodes(List.of(1))
                                .setIsrNodes(List.of(1)))));
        return data;
    }

    private ProduceResponseData produced(ProduceRequestData request) {
        for (var topic : request.topicData()) {
            for (var partition : topic.partitionData()) {
                for (var record : ((MemoryRecords) partition.records()).records()) {
                    var id = record.headers()[indexOf(record.headers(), "event-id")].value();
                    arrivals.add(new Arrival(
                            new String(id, StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8.decode(record.value()).toString()));
                }
            }
        }
        var responses = new ProduceResponseData.TopicProduceResponseCollection();
        responses.add(new ProduceResponseData.TopicProduceResponse()
                .setName(TOPIC)
                .setTopicId(TOPIC_ID)
                .setPartitionResponses(List.of(new ProduceResponseData.PartitionProduceResponse()
                        .setIndex(0)
                        .setErrorCode(answer.code())
                        .setBaseOffset(answer == Errors.NONE ? 7 : -1))));
        return new ProduceResponseData().setResponses(responses);
    }

    private static int indexOf(Header[] headers, String name) {
        for (var index = 0; index < headers.length; index++) {
            if (headers[index].key().equals(name)) {
                return index;
            }
        }
        throw new IllegalStateException("no header " + name);
    }
}
