import { awaitNothingLeft } from "./await-nothing-left.ts";
import type { CrashCase } from "./crash-case.ts";
import { offTimes } from "./judge-flash.ts";
import { judgeRound } from "./judge-round.ts";
import { countsIn, misdeedsOf } from "./judge-sitting.ts";
import { keepServices, LINE_DATA, type RoundServices, STATION_DATA } from "./keep-services.ts";
import { writeBoards } from "./line-files.ts";
import { openNests, type RoundNests } from "./open-nests.ts";
import { playSitting, serialsOf } from "./play-sitting.ts";
import { readJournal } from "./read-journal.ts";
import { readReported } from "./read-reported.ts";
import type { LastSitting, RoundFacts } from "./round-facts.ts";
import type { RoundPlace } from "./round-place.ts";
import { Striker, type Struck } from "./striker.ts";

/** A round, played and judged. */
export interface RoundResult extends Struck {
  readonly sittings: number;
  readonly runs: number;
  /** Longest time that a board had power yet when the owner of its nest was killed. */
  readonly slowestOffMs: number;
  readonly violations: readonly string[];
}

/** More than blows can end. */
const MOST_SITTINGS = 12;
/** What is left once nothing strikes any more is taken up at once. */
const MOST_QUIET_SITTINGS = 4;

/** Plays a round: the lot again and again, struck as drawn, until it is done; then judges all that it left. */
export const runRound = async (place: RoundPlace, round: CrashCase): Promise<RoundResult> => {
  place.note(JSON.stringify(round));
  const wanted = writeBoards(place, round);
  await using nests = await openNests(place, round);
  const services = keepServices(place, round, nests.jigPath);
  const striker = new Striker(place, round.strikes);
  const { last, sittings, misdeeds } = await playLot(place, round, { nests, services, striker });
  striker.end();
  const forced = await services.stop();
  const left = await awaitNothingLeft(place, nests);
  const facts: RoundFacts = {
    serials: serialsOf(round.boards),
    journals: [
      readJournal("line", place.path(LINE_DATA)),
      readJournal("station", place.path(STATION_DATA)),
    ],
    spans: nests.spans(),
    wanted,
    kills: striker.struck.kills,
    last,
    reported: await readReported(place),
    left: [...left, ...forced.map((name) => `${name}, which had to be killed`)],
    misdeeds,
  };
  const offs = facts.kills.flatMap((kill) => offTimes(kill, facts.spans)).map(({ ms }) => ms);
  return {
    ...striker.struck,
    sittings,
    runs: facts.journals[0]?.runs.length ?? 0,
    slowestOffMs: Math.max(0, ...offs),
    violations: judgeRound(facts),
  };
};

interface LotParts {
  readonly nests: RoundNests;
  readonly services: RoundServices;
  readonly striker: Striker;
}

interface LotEnd {
  readonly last: LastSitting;
  readonly sittings: number;
  readonly misdeeds: readonly string[];
}

const playLot = async (
  place: RoundPlace,
  { boards, nests: drawn }: CrashCase,
  { nests, services, striker }: LotParts,
): Promise<LotEnd> => {
  const { jigPath } = nests;
  const { redisUrl } = services;
  const mayFail = drawn.some(({ faults }) => faults.length > 0);
  const misdeeds: string[] = [];
  let last: LastSitting = { exitCode: null, counts: undefined };
  let quiet = 0;
  for (let sittings = 1; ; sittings += 1) {
    const before = striker.count;
    striker.begin();
    const onEvent = striker.hear.bind(striker);
    const end = await playSitting(place, { jigPath, redisUrl, boards, onEvent });
    await striker.settle();
    misdeeds.push(...misdeedsOf(end));
    if (end === "hang") return { last, sittings, misdeeds };
    last = { exitCode: end.exitCode, counts: countsIn(end) };
    const wasStruck = striker.count > before;
    quiet = wasStruck ? 0 : quiet + 1;
    const isDone = end.exitCode === 0 || (end.exitCode === 1 && mayFail);
    if (isDone && !wasStruck) return { last, sittings, misdeeds };
    if (quiet === MOST_QUIET_SITTINGS || sittings === MOST_SITTINGS) {
      misdeeds.push(`stuck: ${quiet} sittings in a row end with ${end.exitCode}`);
      return { last, sittings, misdeeds };
    }
  }
};
