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
 * answers as well. Each answering port calls alone, then all the others together. Where a port does
 * not get its answer, or another one does, or anybody answers those others, each of them calls alone, too.
 */
export const findSenders = async (
  row: PortRow,
  answering: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Sender[]> => {
  if (answering.length === 0) return [];
  row.hush();
  const answersTo = async (callers: readonly string[], patienceMs: number) => {
    row.begin();
    for (let call = 0; call < CALLS; call += 1) {
      for (const port of callers) row.callOnce(port);
      await clock.sleep(CALL_EVERY_MS, signal);
    }
    await clock.sleep(patienceMs, signal);
    const heard = row.heard().filter(({ answered }) => answered !== undefined);
    return heard.map(({ port }) => port);
  };
  const callFrom = async (from: string, patienceMs: number): Promise<Sender> => ({
    from,
    answeredOn: await answersTo([from], patienceMs),
  });
  const others = row.ids.filter((port) => !answering.includes(port));
  let senders: Sender[] = [];
  for (const patience of PATIENCE_MS) {
    await clock.sleep(patience, signal);
    senders = [];
    for (const port of answering) senders.push(await callFrom(port, patience));
    // A board that hears its own port may hear a second one as well, which nothing else would tell.
    if (senders.every(isOwn) && (await answersTo(others, patience)).length === 0) return senders;
  }
  for (const port of others) senders.push(await callFrom(port, PATIENCE_MS[0]));
  return senders;
};

const isOwn = ({ from, answeredOn }: Sender): boolean =>
  answeredOn.length === 1 && answeredOn[0] === from;
