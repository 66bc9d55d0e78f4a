import { existsSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { CrashCase } from "./crash-case.ts";
import { offTimes } from "./judge-flash.ts";
import { judgeRound } from "./judge-round.ts";
import { keepServices, LINE_DATA, type RoundServices, STATION_DATA } from "./keep-services.ts";
import { writeBoards } from "./line-files.ts";
import { openNests, type RoundNests } from "./open-nests.ts";
import { playSitting, type SittingEnd } from "./play-sitting.ts";
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
/** Hang limits, not measurements. */
const SETTLE_MS = 30_000;
const LOOK_MS = 50;

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
    serials: Array.from({ length: round.boards }, (_, index) => `SN${index + 1}`),
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

/** Whatever dies, nobody is told that he gave wrong orders, or shown a stack. */
const misdeedsOf = (end: SittingEnd | "hang"): readonly string[] => {
  if (end === "hang") return ["hang: a sitting never ended"];
  const { exitCode, stderr } = end;
  return [
    ...([0, 1, 3, 130, null].includes(exitCode)
      ? []
      : [`a sitting ended with ${exitCode}: ${stderr}`]),
    ...(/^\s+at /m.test(stderr) ? [`a stack: ${stderr}`] : []),
  ];
};

const countsIn = ({ last }: SittingEnd): LastSitting["counts"] => {
  if (last?.kind !== "lot-ended") return undefined;
  const { pass, fail, error, aborted } = last;
  return { pass, fail, error, aborted };
};

/** Waits for the end of all but the simulator, and tells what does not end. */
const awaitNothingLeft = async (
  place: RoundPlace,
  nests: RoundNests,
): Promise<readonly string[]> => {
  const last = performance.now() + SETTLE_MS;
  for (;;) {
    const left = await listLeft(place, nests);
    if (left.length === 0 || performance.now() > last) return left;
    await sleep(LOOK_MS);
  }
};

const listLeft = async (place: RoundPlace, nests: RoundNests): Promise<readonly string[]> => [
  ...(await nests.powered()).map((id) => `power on ${id}`),
  ...place
    .processes()
    .filter(({ role }) => role !== "simulator")
    .map(({ role, pid, argv }) => `${role} ${pid} (${argv.slice(0, 8).join(" ")})`),
  ...readdirSync(place.path("tmp")),
  ...(existsSync(place.path("redis.sock")) ? ["redis.sock"] : []),
];
