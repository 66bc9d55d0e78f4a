import { macForPeople } from "../bytes/mac.ts";
import type { Twins } from "./twins.ts";

/** What is wrong with twins and what to do, as a sentence or two; escape it, it has serials as they were scanned. */
export const tellTwins = ({ mac, serials }: Pick<Twins, "mac" | "serials">): string => {
  const names = `${serials.slice(0, -1).join(", ")} and ${serials.at(-1) ?? ""}`;
  const board = `passed in this lot on a board with MAC ${macForPeople(mac)}`;
  return serials.length === 2
    ? `${names} both ${board}: one board twice, or two boards with one MAC. Set both aside.`
    : `${names} all ${board}: one board several times, or several boards with one MAC. Set them all aside.`;
};
