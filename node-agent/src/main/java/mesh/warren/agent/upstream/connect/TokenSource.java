package mesh.warren.agent.upstream.connect;

import java.util.concurrent.CompletionStage;
import mesh.warren.agent.domain.PodFields;

/** Gives bearer tokens of pods. Called for each new stream, on the event loop: must not block. */
public interface TokenSource {

    /** The pod's token as it is now. A failure's message says what is wrong and is shown as the stream's problem; it never has a token in it. */
    CompletionStage<String> token(PodFields pod);
}
