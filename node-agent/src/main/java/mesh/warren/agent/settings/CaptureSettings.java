package mesh.warren.agent.settings;

import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;

/**
 * What of a pod's traffic goes through its doors.
 *
 * @param doors         ports and limits of the doors
 * @param clientAddress what an application sees as the address of its client
 * @param exclusions    of every pod of this node; a pod's annotations add to them
 */
public record CaptureSettings(DoorSettings doors, ClientAddress clientAddress, Exclusions exclusions) {}
