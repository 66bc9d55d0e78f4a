import type { OpenLink } from "../../libs/fixture/open-known-only.ts";
import type { SerialLink } from "../../libs/link/serial-link.ts";

/** Opens ports by `open`, such as a relay board's, but for those in whose place something else is given. */
export const openExcept =
  (others: ReadonlyMap<string, SerialLink>, open: OpenLink): OpenLink =>
  async (path, options) =>
    others.get(path) ?? (await open(path, options));
