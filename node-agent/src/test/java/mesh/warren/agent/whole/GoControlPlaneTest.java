package mesh.warren.agent.whole;

import mesh.warren.agent.domain.Protocol;
import org.junit.jupiter.api.Tag;

/** go-control-plane, over delta. */
@Tag("control-planes")
class GoControlPlaneTest extends ControlPlaneSuite {

    GoControlPlaneTest() {
        super(ControlPlaneProgram.GO, Protocol.DELTA);
    }
}
