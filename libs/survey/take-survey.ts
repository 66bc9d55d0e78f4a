import { failureIn } from "../fixture/failure-of.ts";
import { findFeeds, starveBoards } from "./find-feeds.ts";
import { isAwake, isMissed, isRight, looksFor } from "./look-again.ts";
import { moveControl } from "./move-control.ts";
import { PortRow } from "./port-row.ts";
import type { Hearing, Move, Survey } from "./survey.ts";
import type { SurveyControl, SurveyOptions, SurveyPort } from "./survey-parts.ts";
import { unmoved } from "./unmoved.ts";
import { WAKE_MS } from "./wake-ms.ts";

/** With everything on, the last board may take this long, in ms. */
const ALL_ON_MS = 2000;
/** Between two that stay on, so that a supply has one start at a time to bear, in ms (hardware.md). */
const SETTLE_MS = 150;
/** Beyond the slowest board that was met, in ms. */
const MARGIN_MS = 300;

/**
 * With a board in every nest: moves one control at a time and listens on all ports, then every one
 * together if a port stayed silent. Ends with every control off, however it ends. A port or control
 * that fails is told in the survey and stops nobody.
 * @throws what `signal` was aborted with.
 */
export const takeSurvey = async (
  controls: readonly SurveyControl[],
  ports: readonly SurveyPort[],
  options: SurveyOptions,
): Promise<Survey> => {
  using row = new PortRow(ports, options.clock);
  try {
    const { idle, alive, fit, unfit } = await beginOff(row, controls, options);
    const moves: Move[] = [...unfit];
    const make = async (control: SurveyControl, how: Partial<HowToMove>): Promise<void> => {
      const { clock, signal, logs } = options;
      const leastMs = leastMsAfter(moves);
      const usual = { clock, signal, logs, search: "whole", leastMs } as const;
      const move = await moveControl(row, control, { ...usual, ...how });
      moves.push(move);
      if (how.search !== "own") options.onMove?.(move);
    };
    for (const control of fit) await make(control, {});
    const isTrusted = ({ expects }: SurveyControl): boolean =>
      expects.every((it) => row.trusts(it));
    for (const control of fit) {
      for (let look = 1; look <= looksFor(moves, control.id); look += 1) {
        if (!isTrusted(control) || !isMissed(moves, control, options)) break;
        // One that lives on its port's line has not started anew: it would never answer.
        await starveBoards(row, row.ids, options.clock, options.signal);
        await make(control, isAwake(moves, control.id) ? {} : { logs: "none" });
      }
    }
    for (const control of heardTooShortly(fit, moves)) await make(control, { logs: "none" });
    const allOn = isAllHeard(row, fit, moves) ? undefined : await switchAllOn(row, fit, options);
    const measured = fit.filter((control) => isRight(moves, control) && isTrusted(control));
    // Where no log tells of a second board on a relay, one that was called too late gets another chance.
    if (options.logs === "none" && options.repeat === 1) {
      for (const control of measured)
        if (control.means === "cycle") await make(control, { search: "own" });
    }
    for (let round = 1; round < options.repeat; round += 1)
      for (const control of measured) await make(control, { search: "own" });
    return { troubles: row.troubles, idle, alive, moves, allOn };
  } finally {
    row.hush();
    await Promise.all(controls.map((control) => failureIn(() => control.stop())));
  }
};

interface HowToMove {
  readonly logs: SurveyOptions["logs"];
  readonly search: "whole" | "own";
}

/** Everything off, and who is heard nevertheless. A control that cannot even do that is not moved. */
const beginOff = async (
  row: PortRow,
  controls: readonly SurveyControl[],
  { clock, signal }: SurveyOptions,
) => {
  // A person is not asked to switch off what is likely off: the first move asks for off and on.
  const stops = await Promise.all(
    controls.map(async (control) => ({
      control,
      failure: control.means === "operator" ? undefined : await failureIn(() => control.stop()),
    })),
  );
  signal.throwIfAborted();
  await clock.sleep(Math.max(0, ...controls.map(({ offMs }) => offMs)), signal);
  row.begin();
  row.call({});
  // Also a board that woke as its relay went off, which works the wrong way round, is heard by then.
  await clock.sleep(WAKE_MS.cycle, signal);
  const idle = row.heard();
  const answering = idle.filter(({ answered }) => answered !== undefined).map(({ port }) => port);
  const alive = await findFeeds(row, answering, clock, signal);
  row.ignore(answering);
  row.hush();
  const fit = stops.filter(({ failure }) => failure === undefined).map(({ control }) => control);
  const unfit = stops.flatMap(({ control, failure }) =>
    failure === undefined ? [] : [unmoved(control.id, failure)],
  );
  return { idle, alive, fit, unfit };
};

/** How long to listen, so that boards as slow as the slowest one so far are not missed, in ms. */
const leastMsAfter = (moves: readonly Move[]): number => {
  const firsts = moves.flatMap(({ on }) => on.map(({ answered }) => answered?.first ?? 0));
  return Math.min(Math.max(0, ...firsts) + MARGIN_MS, WAKE_MS.cycle);
};

/** Controls that were never listened to for so long: the slowest board may hang on them, too. */
const heardTooShortly = (
  controls: readonly SurveyControl[],
  moves: readonly Move[],
): readonly SurveyControl[] => {
  const leastMs = leastMsAfter(moves);
  return controls.filter(({ id, means }) => {
    const own = moves.filter(({ control, trouble }) => control === id && trouble === undefined);
    const isShort = own.every(({ listenedMs }) => listenedMs < leastMs);
    return means === "cycle" && own.length > 0 && isShort;
  });
};

/** Whether every control woke somebody, and every port that should be woken was. */
const isAllHeard = (
  row: PortRow,
  controls: readonly SurveyControl[],
  moves: readonly Move[],
): boolean => {
  const heard = new Set(
    moves.flatMap(({ on, quiet }) => [...on, ...quiet].map(({ port }) => port)),
  );
  const wanted = controls.flatMap(({ expects }) => expects).filter((port) => row.trusts(port));
  return wanted.every((port) => heard.has(port)) && controls.every(({ id }) => isAwake(moves, id));
};

/** One after the other, as the supply likes it; what is on stays on until all are. */
const switchAllOn = async (
  row: PortRow,
  controls: readonly SurveyControl[],
  { clock, signal }: SurveyOptions,
): Promise<readonly Hearing[] | undefined> => {
  const switched = controls.filter(({ means }) => means === "cycle");
  if (switched.length < 2) return undefined;
  row.begin();
  row.call({});
  for (const control of switched) {
    await failureIn(() => control.start());
    await clock.sleep(SETTLE_MS, signal);
    control.settled?.();
  }
  await clock.sleep(ALL_ON_MS, signal);
  const heard = row.heard();
  row.hush();
  await Promise.all(switched.map((control) => failureIn(() => control.stop())));
  await clock.sleep(Math.max(0, ...switched.map(({ offMs }) => offMs)), signal);
  return heard;
};
