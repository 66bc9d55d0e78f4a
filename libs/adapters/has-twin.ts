import type { AdapterIdentity } from "./identify-adapter.ts";
import { listPorts } from "./list-ports.ts";
import { SYSTEM, type SystemRoots } from "./system-roots.ts";

/** Whether another adapter of this machine calls itself the same: cheap ones share a serial number. Opens nothing. */
export const hasTwin = async (
  { position, usbId, serialNumber }: AdapterIdentity,
  roots: SystemRoots = SYSTEM,
): Promise<boolean> => {
  const [itself] = position.split(":");
  const ports = await listPorts(roots);
  return ports.some(
    (port) =>
      port.usb !== undefined &&
      port.usb.chain[0]?.name !== itself &&
      port.usbId === usbId &&
      port.serialNumber === serialNumber,
  );
};
