package mesh.warren.agent.whole;

import mesh.warren.agent.domain.Protocol;
import org.junit.jupiter.api.Tag;

/** go-control-plane, over state-of-the-world. */
@Tag("control-planes")
class GoSotwControlPlaneTest extends ControlPlaneSuite {

    GoSotwControlPlaneTest() {
        super(ControlPlaneProgram.GO, Protocol.SOTW);
    }
}
