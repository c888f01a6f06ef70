package mesh.warren.agent.podview;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param type   {@code Content-Type}
 * @param body   its text
 */
public record Page(int status, String type, String body) {

    static Page text(String body) {
        return new Page(200, "text/plain; charset=UTF-8", body);
    }

    static Page json(String body) {
        return new Page(200, "application/json", body);
    }

    static Page problem(int status, String why) {
        return new Page(status, "text/plain; charset=UTF-8", why + "\n");
    }
}
