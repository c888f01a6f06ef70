package mesh.warren.demo.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * One pod's application. It answers {@code pod=NAME peer=IP} over HTTP on port 8080 and over TCP on port 9090 of all
 * addresses, answers its own name on 127.0.0.1:9000, and takes commands on standard input, one line each:
 *
 * <pre>
 *   start URL...   begin to call these in turn, a new connection for every other call
 *   stop           end it and print the report, one line
 *   exit           stop accepting, finish what is under way, end
 * </pre>
 *
 * The end of standard input is {@code exit}: an application never outlives the demo.
 */
public final class PodApp {

    /** Where the application serves HTTP. */
    public static final int HTTP_PORT = 8080;
    /** Where it answers one line for one line. */
    public static final int TCP_PORT = 9090;
    /** Where it answers on its own loopback only. */
    public static final int LOOPBACK_PORT = 9000;

    private PodApp() {}

    /** @param args the pod's name */
    public static void main(String[] args) throws IOException, InterruptedException {
        String pod = args[0];
        ServerSocket http = listen(new InetSocketAddress((InetAddress) null, HTTP_PORT));
        ServerSocket tcp = listen(new InetSocketAddress((InetAddress) null, TCP_PORT));
        ServerSocket loopback = listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), LOOPBACK_PORT));
        Connections connections = new Connections();
        connections.serve(http, new HttpAnswer(pod));
        connections.serve(tcp, new LineAnswer(pod));
        connections.serve(loopback, new LineAnswer(pod));
        System.out.println("ready");

        Caller caller = new Caller(pod);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null && !line.equals("exit"); line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "start" -> caller.start(Arrays.asList(words).subList(1, words.length));
                case "stop" -> System.out.println(caller.stop());
                default -> System.out.println("error: no command '" + words[0] + "'");
            }
        }
        caller.stop();
        http.close();
        tcp.close();
        connections.drain(Duration.ofSeconds(2));
        System.exit(0);
    }

    private static ServerSocket listen(InetSocketAddress address) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, 512);
        return server;
    }
}
