import { setTimeout as sleep } from "node:timers/promises";
import type { RunEvent } from "../../libs/run/run-event.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import type { CutCase } from "./cut-case.ts";
import type { Cut, Heard } from "./cut-facts.ts";
import type { LineNetwork } from "./line-network.ts";

/** The lot whose station is to be cut off. */
export interface CutLot {
  readonly order: CutCase;
  readonly network: LineNetwork;
  readonly farFixtures: readonly string[];
  /** What it has told so far. */
  readonly line: readonly Heard<StationEvent>[];
  /** What the far station has told on its own host so far. */
  readonly far: readonly Heard<RunEvent>[];
  readonly note: (text: string) => void;
}

/** So much of the lot is done before, that the line is in full swing. */
const DONE_BEFORE = 0.1;
const LOOK_MS = 20;

/**
 * Cuts the far station off while one of its boards is written, for as long as ordered and until the lot has
 * noticed and a run has ended there. Undefined if the lot is over (`signal`) before.
 */
export const cutInMidRun = async (
  { order, network, farFixtures, line, far, note }: CutLot,
  signal: AbortSignal,
): Promise<Cut | undefined> => {
  const isWriting = (fixture: string): boolean => {
    const last = line.findLast(
      ({ thing }) =>
        (thing.kind === "step-started" || thing.kind === "run-ended") && thing.fixture === fixture,
    )?.thing;
    return last?.kind === "step-started" && last.step === "write";
  };
  const isInFullSwing = (): boolean =>
    line.filter(({ thing }) => thing.kind === "run-ended").length >=
    Math.floor(order.boards * DONE_BEFORE);
  try {
    await until(() => isInFullSwing() && farFixtures.some(isWriting), signal);
    network.cut();
    const from = Date.now();
    note("the far station is cut off");
    await sleep(order.cutMs, undefined, { signal });
    await until(() => line.some(({ thing }) => thing.kind === "worker-lost"), signal);
    await until(() => far.some(({ at, thing }) => at > from && thing.kind === "run-ended"), signal);
    network.mend();
    note("its cable is back");
    return { from, to: Date.now() };
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
};

const until = async (fits: () => boolean, signal: AbortSignal): Promise<void> => {
  while (!fits()) await sleep(LOOK_MS, undefined, { signal });
};
