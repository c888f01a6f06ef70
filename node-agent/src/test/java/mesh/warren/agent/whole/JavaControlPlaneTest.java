package mesh.warren.agent.whole;

import mesh.warren.agent.domain.Protocol;
import org.junit.jupiter.api.Tag;

/** java-control-plane, over delta. */
@Tag("control-planes")
class JavaControlPlaneTest extends ControlPlaneSuite {

    JavaControlPlaneTest() {
        super(ControlPlaneProgram.JAVA, Protocol.DELTA);
    }
}
