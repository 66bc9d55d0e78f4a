import type { Clock } from "../../libs/clock/clock.ts";
import type { OpenLink } from "../../libs/fixture/open-known-only.ts";
import { openSerialLink } from "../../libs/link/open-serial-link.ts";
import type { SerialLink } from "../../libs/link/serial-link.ts";

/** Opens ports, such as a relay board's, but for those in whose place something else is given. */
export const openExcept =
  (others: ReadonlyMap<string, SerialLink>, clock: Clock): OpenLink =>
  async (path, options) =>
    others.get(path) ?? (await openSerialLink(path, { ...options, clock }));
