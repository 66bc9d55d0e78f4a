import type { Twins } from "../figures/twins.ts";
import type { DeliveryMark } from "../journal/delivery-rows.ts";
import type { RecordOrigin } from "../journal/handover-rows.ts";
import type { IdentityState } from "../journal/identity-entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { KeptSector } from "../journal/kept-sector.ts";
import type { LineDecision } from "../journal/line-decision.ts";
import type { SentRun } from "../journal/sent-rows.ts";
import type { IdentityHappening, LotOfSerial, RunOfBoard } from "../journal/serial-rows.ts";
import { ownMacOf } from "../run/own-mac-of.ts";
import type { RunRecord, RunStart } from "../run/run-record.ts";
import { readTwins } from "./read-twins.ts";

/** A physical board, by the MAC that its calibration had when it was met. */
export interface MetBoard {
  /** 12 hex digits; the first it was met with. */
  readonly mac: string;
  /** Those it was met with later, as it was given them here. */
  readonly laterMacs: readonly string[];
  /** The serial's runs that met it, in order of start. */
  readonly runs: readonly string[];
  /** Runs of other serials that met it, too. */
  readonly elsewhere: readonly RunOfBoard[];
}

/** What the ledger reserved for the serial; the values themselves, which may be secret, stay there. */
export interface ReservedIdentity {
  readonly entry: string;
  readonly pool: string | null;
  /** Where it was imported from, such as `macs.csv:7`. */
  readonly origin: string;
  readonly state: IdentityState;
  /** ISO time of the last that happened to it. */
  readonly at: string;
}

/** All that is recorded about one serial, in every lot. */
export interface BoardHistory {
  readonly serial: string;
  /** Ended runs, in order of start. */
  readonly runs: readonly RunRecord[];
  /** Started, and without an end in the journal. */
  readonly open: readonly RunStart[];
  /** Sent to other stations, which have not told how they ended. */
  readonly away: readonly SentRun[];
  /** By run, where its record was brought from; none where it was written here. */
  readonly origins: ReadonlyMap<string, RecordOrigin>;
  /** That it was ordered or run in, oldest first. */
  readonly lots: readonly LotOfSerial[];
  /** In the order they were first met. More than one: the module was replaced, or labels were mixed up. */
  readonly boards: readonly MetBoard[];
  /** That it is one of: its board, or another one, stands as passed under other serials of a lot, too. */
  readonly twins: readonly Twins[];
  readonly identities: readonly ReservedIdentity[];
  readonly happenings: readonly IdentityHappening[];
  readonly keptSectors: readonly KeptSector[];
  /** Locks of fixtures and stops of the line that its runs led to, with those of other boards perhaps. */
  readonly decisions: readonly LineDecision[];
  /** By run, when its record went to the factory's system; null where the station delivers none. */
  readonly deliveries: ReadonlyMap<string, DeliveryMark> | null;
}

/** Reads a serial's history. Throws `JournalError`. */
export const historyOf = (journal: Journal, serial: string): BoardHistory => {
  // Open runs first: one that ends in between is then an ended one.
  const open = journal.openRuns({ serial });
  const runs = journal.records({ serial });
  const ended = new Set(runs.map((record) => record.run));
  const happenings = journal.identityHappenings(serial);
  return {
    serial,
    runs,
    open: open.filter((start) => !ended.has(start.run)),
    away: journal.sent
      .unended({ serial })
      .filter(({ run }) => !ended.has(run) && journal.startOf(run) === undefined),
    origins: new Map(
      [...ended].flatMap((run): (readonly [string, RecordOrigin])[] => {
        const [origin] = journal.handover.originsOf(run).filter(({ fate }) => fate === "stored");
        return origin === undefined ? [] : [[run, origin]];
      }),
    ),
    lots: journal.lotsOf(serial),
    boards: boardsOf(journal, serial, runs, happenings),
    twins: twinsOf(journal, serial, runs),
    identities: journal
      .identityEntries({ serial })
      .map(({ entry, pool, origin, state, at }) => ({ entry, pool, origin, state, at })),
    happenings,
    keptSectors: journal.keptSectors(serial),
    decisions: journal.decisions().filter((one) => one.runs.some((run) => ended.has(run))),
    deliveries: deliveriesOf(journal, runs),
  };
};

const twinsOf = (
  journal: Journal,
  serial: string,
  runs: readonly RunRecord[],
): readonly Twins[] => {
  const macs = new Set(runs.map(ownMacOf).filter((mac) => mac !== null));
  const twins = [...macs].flatMap((mac) => readTwins(journal, { mac }));
  return twins.filter(({ serials }) => serials.includes(serial));
};

/** Whether the journal knows of the serial at all. */
export const isKnown = ({ runs, open, away, lots, identities }: BoardHistory): boolean =>
  [runs, open, away, lots, identities].some((part) => part.length > 0);

const boardsOf = (
  journal: Journal,
  serial: string,
  runs: readonly RunRecord[],
  happenings: readonly IdentityHappening[],
): readonly MetBoard[] => {
  /** The first MAC of the board that each MAC was met on. */
  const firstMacs = new Map<string, string>();
  const runsByBoard = new Map<string, string[]>();
  for (const { run, board, unbrick, startedAt } of runs) {
    const mac = board?.mac ?? unbrick?.mac ?? null;
    if (mac === null) continue;
    const before = macBefore(mac, startedAt, happenings);
    const first = firstMacs.get(before) ?? before;
    firstMacs.set(mac, first);
    runsByBoard.set(first, [...(runsByBoard.get(first) ?? []), run]);
  }
  return [...runsByBoard].map(([mac, met]) => {
    const macs = [...firstMacs].flatMap(([other, first]) => (first === mac ? [other] : []));
    return {
      ...{ mac, laterMacs: macs.filter((other) => other !== mac), runs: met },
      elsewhere: [...new Set([mac, ...macs])].flatMap((one) => journal.runsWithMac(one, serial)),
    };
  });
};

/** The MAC that a board had before it was given the one it was met with; that one itself if it was not given. */
const macBefore = (mac: string, met: string, happenings: readonly IdentityHappening[]): string => {
  const given = happenings.findLast(
    ({ at, boardMac, givenMac }) =>
      givenMac === mac &&
      boardMac !== null &&
      boardMac !== mac &&
      Date.parse(at) <= Date.parse(met),
  );
  return given?.boardMac ?? mac;
};

const deliveriesOf = (
  { delivery }: Journal,
  runs: readonly RunRecord[],
): ReadonlyMap<string, DeliveryMark> | null => {
  const standing = delivery.standing();
  if (standing === undefined || (standing.delivered === null && standing.failing === null)) {
    return null;
  }
  const marks = runs.map(({ run }) => [run, delivery.markOf(run)] as const);
  return new Map(marks.filter((entry): entry is [string, DeliveryMark] => entry[1] !== null));
};
