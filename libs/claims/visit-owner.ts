import { connect } from "node:net";
import { socketOf } from "./name-lock.ts";

const LONGEST_LINE = 200;

/** What a visit to the owner of a name ends with. */
export interface VisitEnd {
  /** How the owner named itself; undefined if it said nothing. */
  readonly owner: string | undefined;
  /** The place in the line of those who wait, from 0; undefined if the name was not given back properly. */
  readonly place: number | undefined;
}

/**
 * Connects to the owner of a name and stays until the name is given back, its process is gone, or
 * `signal` ends the visit. `onOwner` hears who it is as soon as that is known. Never rejects.
 */
export const visitOwner = (
  resource: string,
  signal: AbortSignal,
  onOwner: (owner: string) => void = () => undefined,
): Promise<VisitEnd> =>
  new Promise((resolve) => {
    let heard = "";
    const lines = (): readonly string[] => heard.split("\n").slice(0, -1);
    const visit = connect(socketOf(resource));
    const leave = (): void => void visit.destroy();
    visit.setEncoding("utf8");
    visit.on("data", (text: string) => {
      const known = lines().length;
      heard = (heard + text).slice(0, 2 * LONGEST_LINE);
      const [owner] = lines();
      if (known === 0 && owner !== undefined) onOwner(owner.slice(0, LONGEST_LINE));
    });
    visit.on("error", () => undefined);
    visit.on("close", () => {
      signal.removeEventListener("abort", leave);
      const [owner, place] = lines();
      resolve({
        owner: owner?.slice(0, LONGEST_LINE),
        place: place !== undefined && /^\d{1,4}$/.test(place) ? Number(place) : undefined,
      });
    });
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  });
