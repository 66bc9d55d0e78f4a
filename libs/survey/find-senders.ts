import type { Clock } from "../clock/clock.ts";
import type { PortRow } from "./port-row.ts";
import type { Sender } from "./survey.ts";

/**
 * How long answers may be on their way, in ms, over the slowest adapter; a busy machine may take
 * longer, so that a strange result is looked at again with more patience.
 */
const PATIENCE_MS = [40, 150, 500] as const;
const CALLS = 3;
const CALL_EVERY_MS = 10;

/**
 * Who is heard by whom: while all call at once, a board whose RX is wired to another port's TX
 * answers as well. Each answering port calls alone; where it does not get its answer, or another one
 * does, every other port calls, too.
 */
export const findSenders = async (
  row: PortRow,
  answering: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Sender[]> => {
  if (answering.length === 0) return [];
  row.hush();
  const callFrom = async (from: string, patienceMs: number): Promise<Sender> => {
    row.begin();
    for (let call = 0; call < CALLS; call += 1) {
      row.callOnce(from);
      await clock.sleep(CALL_EVERY_MS, signal);
    }
    await clock.sleep(patienceMs, signal);
    const answeredOn = row.heard().filter(({ answered }) => answered !== undefined);
    return { from, answeredOn: answeredOn.map(({ port }) => port) };
  };
  let senders: Sender[] = [];
  for (const patience of PATIENCE_MS) {
    await clock.sleep(patience, signal);
    senders = [];
    for (const port of answering) senders.push(await callFrom(port, patience));
    if (senders.every(isOwn)) return senders;
  }
  for (const port of row.ids)
    if (!answering.includes(port)) senders.push(await callFrom(port, PATIENCE_MS[0]));
  return senders;
};

const isOwn = ({ from, answeredOn }: Sender): boolean =>
  answeredOn.length === 1 && answeredOn[0] === from;
