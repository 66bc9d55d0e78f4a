import type { Clock } from "../../../libs/clock/clock.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { FlashPortLines } from "../../../libs/power/flash-port-lines.ts";
import type { NestWiring } from "../../../libs/power/open-power.ts";

/** What a nest with a closed flash port offers its controls. */
export const makeNest = (clock: Clock, ask: NestWiring["ask"] = () => undefined): NestWiring => ({
  fixture: "F01",
  clock,
  lines: new FlashPortLines(),
  openLink: (path, options) => openSerialLink(path, { ...options, clock }),
  ask,
});
