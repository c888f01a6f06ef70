package mesh.warren.agent.attacks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.whole.WholePod;

/** A connection from a pod on which anything is written, well-formed or not. */
record Raw(Socket socket) implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    static Raw open(WholePod from, String host, int port) throws IOException {
        return open(from, host, port, 0);
    }

    /** @param receiveBuffer how little of the answers the kernel takes; 0: as usual */
    static Raw open(WholePod from, String host, int port, int receiveBuffer) throws IOException {
        return NetnsThread.call(from.netns(), () -> here(host, port, receiveBuffer));
    }

    /** As many as come about; each that the other side closed is there too, and not {@link #isOpen}. */
    static List<Raw> many(WholePod from, String host, int port, int number) throws IOException {
        return NetnsThread.call(from.netns(), () -> {
            List<Raw> all = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                all.add(here(host, port, 0));
            }
            return all;
        });
    }

    private static Raw here(String host, int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return new Raw(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that comes until the other side closes. */
    String rest() throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[1 << 14];
        try {
            for (int read = socket.getInputStream().read(buffer); read >= 0; read = socket.getInputStream().read(buffer)) {
                all.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (IOException reset) {
            all.append("(reset)");
        }
        return all.toString();
    }

    /** The first bytes that come, or "" when the other side closed. */
    String some() throws IOException {
        byte[] buffer = new byte[1 << 14];
        try {
            int read = socket.getInputStream().read(buffer);
            return read < 0 ? "" : new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (IOException reset) {
            return "";
        }
    }

    /** Whether the other side holds it open; only for connections on which nothing is to be read. */
    boolean isOpen() throws IOException {
        InputStream in = socket.getInputStream();
        int before = socket.getSoTimeout();
        try {
            socket.setSoTimeout(1);
            return in.read() >= 0;
        } catch (SocketTimeoutException nothing) {
            return true;
        } catch (IOException reset) {
            return false;
        } finally {
            socket.setSoTimeout(before);
        }
    }

    static void closeAll(List<Raw> all) throws IOException {
        for (Raw raw : all) {
            raw.close();
        }
    }

    static long open(List<Raw> all) throws IOException {
        long open = 0;
        for (Raw raw : all) {
            open += raw.isOpen() ? 1 : 0;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
