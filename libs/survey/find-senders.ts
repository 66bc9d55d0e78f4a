import type { Clock } from "../clock/clock.ts";
import type { PortRow } from "./port-row.ts";
import type { Sender } from "./survey.ts";

/** Answers on their way come in, over the slowest adapter. */
const DRAIN_MS = 40;
const CALLS = 3;
const CALL_EVERY_MS = 10;
/** For the last answer, over the slowest adapter. */
const ANSWER_MS = 40;

/**
 * Who is heard by whom: while all call at once, a board whose RX is wired to another port's TX
 * answers as well. Each answering port calls alone; where it does not get its answer, every other
 * port does, too.
 */
export const findSenders = async (
  row: PortRow,
  answering: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Sender[]> => {
  if (answering.length === 0) return [];
  row.hush();
  await clock.sleep(DRAIN_MS, signal);
  const callFrom = async (from: string): Promise<Sender> => {
    row.begin();
    for (let call = 0; call < CALLS; call += 1) {
      row.callOnce(from);
      await clock.sleep(CALL_EVERY_MS, signal);
    }
    await clock.sleep(ANSWER_MS, signal);
    const answeredOn = row.heard().filter(({ answered }) => answered !== undefined);
    return { from, answeredOn: answeredOn.map(({ port }) => port) };
  };
  const senders: Sender[] = [];
  for (const port of answering) senders.push(await callFrom(port));
  const isHeard = senders.every(({ from, answeredOn }) => answeredOn.includes(from));
  if (isHeard) return senders;
  for (const port of row.ids) if (!answering.includes(port)) senders.push(await callFrom(port));
  return senders;
};
