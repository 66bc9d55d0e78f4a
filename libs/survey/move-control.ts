import type { Clock } from "../clock/clock.ts";
import { failureIn } from "../fixture/failure-of.ts";
import { awaitRest, awaitSilence } from "./await-silence.ts";
import { findFeeds } from "./find-feeds.ts";
import { findSenders } from "./find-senders.ts";
import type { PortRow } from "./port-row.ts";
import type { Hearing, Move } from "./survey.ts";
import type { SurveyControl } from "./survey-parts.ts";
import { WAKE_MS } from "./wake-ms.ts";

/** How long others may come after the one that was waited for, in ms. */
const OTHERS_MS = 400;
const LOOK_EVERY_MS = 20;
/** A bootloader's first line comes this late at most, in ms. */
const LOG_MS = { cycle: 1200, operator: 20_000 } as const;
/** For calls on their way, over the slowest adapter. */
const DRAIN_MS = 100;

/** How one control is moved. */
export interface MoveOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether it is moved once more with nobody calling. */
  readonly logs: "all" | "none";
  /** "whole": also slower boards are waited for, and looked into. "own": only its own. */
  readonly search: "whole" | "own";
  /** Listens at least so long, in ms. */
  readonly leastMs: number;
}

/** Moves one control on and off, and listens on all ports. Ends with it off. */
export const moveControl = async (
  row: PortRow,
  control: SurveyControl,
  options: MoveOptions,
): Promise<Move> => {
  const { clock, signal } = options;
  row.begin();
  row.call({ urgent: control.expects });
  const startAt = clock.now();
  const starting = await failureIn(() => control.start());
  const switchedMs = clock.now() - startAt;
  if (starting === undefined) await awaitAnswers(row, control, startAt, options);
  const on = row.heard();
  const listenedMs = clock.now() - startAt;
  const answering = on.filter(({ answered }) => answered !== undefined).map(({ port }) => port);
  const senders =
    options.search === "whole" ? await findSenders(row, answering, clock, signal) : [];
  row.call({ calm: answering });
  const stopping = await failureIn(() => control.stop());
  row.begin();
  const living = await awaitSilence(row, control, on, options);
  const off = row.heard();
  row.hush();
  const alive = await findFeeds(row, living, clock, signal);
  row.ignore(living);
  const trouble = starting ?? stopping;
  const seen = { control: control.id, trouble, switchedMs, on, listenedMs, senders, off, alive };
  if (trouble !== undefined || !isQuietNeeded(on, control, options)) return { ...seen, quiet: [] };
  return { ...seen, ...(await moveQuietly(row, control, answering, options)) };
};

const awaitAnswers = async (
  row: PortRow,
  control: SurveyControl,
  startAt: number,
  { clock, signal, search, leastMs }: MoveOptions,
): Promise<void> => {
  const switchedAt = clock.now();
  const othersMs = search === "whole" ? OTHERS_MS : 0;
  for (;;) {
    const now = clock.now();
    const firsts = row
      .heard()
      .flatMap(({ port, answered }) => (answered ? [{ port, answered }] : []));
    const isThere =
      firsts.length > 0 && control.expects.every((port) => firsts.some((it) => it.port === port));
    const newest = startAt + Math.max(0, ...firsts.map(({ answered }) => answered.first));
    const isSettled =
      isThere && now >= newest + othersMs && now >= startAt + (search === "whole" ? leastMs : 0);
    if (isSettled || now >= switchedAt + WAKE_MS[control.means]) return;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
};

/** A board that was linked has not shown its log; a person is not asked twice for nothing. */
const isQuietNeeded = (
  on: readonly Hearing[],
  { means }: SurveyControl,
  { logs, search }: MoveOptions,
): boolean => {
  if (logs === "none" || search === "own") return false;
  const answers = on.filter(({ answered }) => answered !== undefined).length;
  const onlyLogs = on.filter(({ answered, logged }) => logged && answered === undefined).length;
  if (means === "operator" && on.length === 0) return false;
  return onlyLogs === 0 || onlyLogs < answers;
};

const moveQuietly = async (
  row: PortRow,
  control: SurveyControl,
  answering: readonly string[],
  { clock, signal }: MoveOptions,
): Promise<Pick<Move, "quiet" | "trouble">> => {
  // A call that is still on its way would start the download mode in place of the application.
  await clock.sleep(DRAIN_MS, signal);
  row.begin();
  const starting = await failureIn(() => control.start());
  const until = clock.now() + LOG_MS[control.means];
  while (starting === undefined && clock.now() < until) {
    const logs = row.heard().flatMap(({ port, logged }) => (logged ? [port] : []));
    // As many as boards answered: some also write on the port they answer on.
    const others = logs.filter((port) => !answering.includes(port));
    const { expectsLog } = control;
    const isOwn = expectsLog.length > 0 && expectsLog.every((port) => logs.includes(port));
    if (others.length > 0 && others.length >= answering.length) break;
    if (isOwn && answering.length === 1) break;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  await clock.sleep(OTHERS_MS, signal);
  const quiet = row.heard();
  const stopping = await failureIn(() => control.stop());
  row.begin();
  await awaitRest(row, control, quiet, { clock, signal });
  return { quiet, trouble: starting ?? stopping };
};
