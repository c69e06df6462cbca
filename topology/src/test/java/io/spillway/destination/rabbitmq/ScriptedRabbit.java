package io.spillway.destination.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.AMQBasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.Method;
import io.spillway.destination.DestinationContract.Arrival;
import io.spillway.destination.LoopbackServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker that speaks AMQP 0-9-1 as RabbitMQ does and answers to messages what a test wants. */
final class ScriptedRabbit implements AutoCloseable {

    static final String PASSWORD = "dontshowme-password";

    /** What it does with a message. */
    enum Mood {
        ACKS,
        NACKS,
        RETURNS,
        /** As RabbitMQ does where there is no such exchange. */
        CLOSES_CHANNEL,
        CLOSES_CONNECTION,
        SILENT
    }

    private static final int BODY = AMQP.FRAME_BODY;

    private final LoopbackServer server;
    private final Mood mood;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    ScriptedRabbit(Mood mood) {
        this.mood = mood;
        this.server = LoopbackServer.start(socket -> new Session(socket).run());
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

    int openConnections() {
        return server.openConnections();
    }

    /** Ends the connections that it has, as a restart does. */
    void dropAll() throws IOException {
        server.dropAll();
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Session {

        private final DataInputStream in;
        private final DataOutputStream out;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private AMQP.Basic.Publish publish;
        private AMQP.BasicProperties properties;
        private long size;
        private long number;

        Session(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        }

        void run() throws IOException {
            in.readNBytes(8);
            send(
                    0,
                    new AMQP.Connection.Start.Builder()
                            .versionMajor(0)
                            .versionMinor(9)
                            .serverProperties(Map.of())
                            .mechanisms("PLAIN")
                            .locales("en_US")
                            .build());
            while (true) {
                var frame = Frame.readFrom(in, () -> Integer.MAX_VALUE);
                switch (frame.getType()) {
                    case AMQP.FRAME_METHOD ->
                        method(frame.getChannel(), AMQImpl.readMethodFrom(frame.getInputStream()));
                    case AMQP.FRAME_HEADER -> {
                        var header = AMQImpl.readContentHeaderFrom(frame.getInputStream());
                        size = header.getBodySize();
                        properties = (AMQP.BasicProperties) header;
                        body.reset();
                    }
                    case BODY -> {
                        body.write(frame.getPayload());
                        if (body.size() >= size) {
                            received(frame.getChannel());
                        }
                    }
                    default -> {
                        // a heartbeat
                    }
                }
            }
        }

        private void method(int channel, com.rabbitmq.client.Method method) throws IOException {
            switch (method) {
                case AMQP.Connection.StartOk start -> start(start.getResponse());
                case AMQP.Connection.TuneOk tuned -> {
                    // agreed
                }
                case AMQP.Connection.Open opening -> send(0, new AMQP.Connection.OpenOk.Builder().build());
                case AMQP.Channel.Open opening -> send(channel, new AMQP.Channel.OpenOk.Builder().build());
                case AMQP.Confirm.Select selecting -> {
                    number = 0;
                    send(channel, new AMQP.Confirm.SelectOk.Builder().build());
                }
                case AMQP.Basic.Publish message -> publish = message;
                case AMQP.Connection.Close closing -> {
                    send(0, new AMQP.Connection.CloseOk.Builder().build());
                    throw new IOException("closed");
                }
                default -> {
                    // an answer to what was sent
                }
            }
        }

        private void start(LongString response) throws IOException {
            var parts = new String(response.getBytes(), StandardCharsets.UTF_8).split("\0", 3);
            if (parts[2].equals(PASSWORD)) {
                send(
                        0,
                        new AMQP.Connection.Tune.Builder()
                                .channelMax(10)
                                .frameMax(131_072)
                                .heartbeat(0)
                                .build());
            } else {
                close(403, "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.");
            }
        }

        private void received(int channel) throws IOException {
            arrivals.add(new Arrival(properties.getMessageId(), body.toString(StandardCharsets.UTF_8)));
            number++;
            switch (mood) {
                case ACKS -> ack(channel);
                case NACKS ->
                    send(
                            channel,
                            new AMQP.Basic.Nack.Builder().deliveryTag(number).build());
                case RETURNS -> {
                    giveBack(channel);
                    ack(channel);
                }
                case CLOSES_CHANNEL ->
                    send(
                            channel,
                            new AMQP.Channel.Close.Builder()
                                    .replyCode(404)
                                    .replyText("NOT_FOUND - no exchange 'orders' in vhost '/'")
                                    .classId(60)
                                    .methodId(40)
                                    .build());
                case CLOSES_CONNECTION -> close(320, "CONNECTION_FORCED - broker forced connection closure");
                case SILENT -> {
                    // says nothing
                }
            }
        }

        private void ack(int channel) throws IOException {
            send(channel, new AMQP.Basic.Ack.Builder().deliveryTag(number).build());
        }

        private void giveBack(int channel) throws IOException {
            send(
                    channel,
                    new AMQP.Basic.Return.Builder()
                            .replyCode(312)
                            .replyText("NO_ROUTE")
                            .exchange(publish.getExchange())
                            .routingKey(publish.getRoutingKey())
                            .build());
            write(((AMQBasicProperties) properties).toFrame(channel, body.size()));
            write(Frame.fromBodyFragment(channel, ByteBuffer.wrap(body.toByteArray()), 0, body.size()));
            out.flush();
        }

        private void close(int code, String text) throws IOException {
            send(
                    0,
                    new AMQP.Connection.Close.Builder()
                            .replyCode(code)
                            .replyText(text)
                            .classId(0)
                            .methodId(0)
                            .build());
        }

        private void send(int channel, com.rabbitmq.client.Method method) throws IOException {
            write(((Method) method).toFrame(channel));
            out.flush();
        }

        private void write(Frame frame) throws IOException {
            frame.writeTo(out);
        }
    }
}
