import { explainToEngineer, explainToOperator } from "../failure/explain.ts";
import type { BoardHistory } from "./board-history.ts";
import { remedyOf } from "./remedy.ts";
import { safeJson } from "./safe-json.ts";

/**
 * The history for programs, one object on one line: records as kept, failures in both wordings. What
 * saved sectors and reserved identities hold stays in the journal: a board's secrets may be in them.
 */
export const formatJsonHistory = (history: BoardHistory): string =>
  `${safeJson({
    serial: history.serial,
    lots: history.lots,
    boards: history.boards,
    twins: history.twins,
    runs: history.runs.map((record) => ({
      ...record,
      explanation: record.failure && {
        operator: explainToOperator(record.failure, remedyOf(record)),
        engineer: explainToEngineer(record.failure),
      },
      delivered: deliveryOf(history, record.run),
      origin: originOf(history, record.run),
    })),
    open: history.open,
    away: history.away,
    identities: history.identities,
    identityHappenings: history.happenings,
    decisions: history.decisions,
    keptSectors: history.keptSectors.map(({ run, address, before, at }) => ({
      run,
      address,
      length: before.length,
      at,
    })),
  })}\n`;

const originOf = ({ origins }: BoardHistory, run: string) => {
  const origin = origins.get(run);
  return origin === undefined
    ? null
    : { journal: origin.journal, place: origin.place, hash: origin.hash };
};

const deliveryOf = ({ deliveries }: BoardHistory, run: string) => {
  const mark = deliveries?.get(run);
  return mark === undefined ? null : { receiver: mark.receiver, at: mark.at };
};
