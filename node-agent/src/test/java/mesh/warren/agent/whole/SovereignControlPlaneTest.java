package mesh.warren.agent.whole;

import mesh.warren.agent.domain.Protocol;
import org.junit.jupiter.api.Tag;

/** sovereign, over REST. */
@Tag("control-planes")
class SovereignControlPlaneTest extends ControlPlaneSuite {

    SovereignControlPlaneTest() {
        super(ControlPlaneProgram.SOVEREIGN, Protocol.REST);
    }
}
