package mesh.warren.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be taken down, in reverse order. Takes all of it down whatever fails, also when asked by a shutdown hook meanwhile. */
final class Stack {

    private record Step(String what, AutoCloseable undo) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    synchronized void push(String what, AutoCloseable undo) {
        steps.push(new Step(what, undo));
    }

    /** True when everything went. */
    synchronized boolean takeDown() {
        boolean all = true;
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.undo.close();
            } catch (Exception e) {
                all = false;
                System.err.println("warren demo: taking down " + step.what + ": " + e.getMessage());
            }
        }
        return all;
    }
}
