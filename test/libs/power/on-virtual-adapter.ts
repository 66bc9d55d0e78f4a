import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { FlashPortLines } from "../../../libs/power/flash-port-lines.ts";
import type { NestWiring } from "../../../libs/power/open-power.ts";
import { SerialHost } from "../../support/usb/serial-host.ts";
import { VirtualAdapter } from "../../support/usb/virtual-adapter.ts";

/** A nest whose flash port is open on a simulated adapter with modem lines. */
export const openOnAdapter = async () => {
  const clock = new VirtualClock();
  const host = new SerialHost();
  const adapter = new VirtualAdapter(clock);
  const { device } = host.plug(adapter, "1.2");
  const openLink: NestWiring["openLink"] = (path, options) =>
    openSerialLink(path, { ...options, clock, makeStream: host.makeStream });
  const link = await openLink(device, { baudRate: 115_200 });
  const lines = new FlashPortLines();
  lines.attach(link);
  const nest: NestWiring = { fixture: "F01", clock, lines, openLink, ask: () => undefined };
  return {
    adapter,
    clock,
    device,
    nest,
    link,
    unplug: async () => host.unplug(adapter),
    close: async () => {
      lines.detach();
      await link[Symbol.asyncDispose]();
    },
  };
};
