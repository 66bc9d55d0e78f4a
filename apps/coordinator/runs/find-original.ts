import type { WorkerHello } from "../../../libs/dispatch/messages.ts";
import { printable } from "../../../libs/failure/printable.ts";

/** Whoever writes a journal: its id, and which start of which machine that is. */
type Writer = Pick<WorkerHello, "journalId" | "boot">;

/** The same journal on two machines at one time: the data folder of one is a copy of the other's. */
const areCopies = (one: Writer, other: Writer): boolean =>
  one.journalId !== undefined &&
  one.journalId === other.journalId &&
  one.boot !== undefined &&
  other.boot !== undefined &&
  one.boot !== other.boot;

/**
 * Why a worker is not used: its journal is a copy of the line's, or of that of a station that served the line
 * before, and each would answer for the other's runs. Undefined if it is none.
 */
export const findOriginal = (
  worker: WorkerHello,
  line: Writer,
  served: readonly WorkerHello[],
): string | undefined => {
  const first = served.find((it) => it.journalId === worker.journalId);
  // A station that was started again is itself.
  const isOther = first !== undefined && first.station !== worker.station;
  const original = areCopies(worker, line)
    ? "the line's"
    : isOther && areCopies(worker, first)
      ? `that of ${printable(first.station)}`
      : undefined;
  return (
    original &&
    `The data folder of ${printable(worker.station)} is a copy of ${original}, and each would answer for the other's boards. End its worker, move journal.sqlite out of that folder, and start it again`
  );
};
