import { isOwnCaller } from "./is-own-caller.ts";
import type { Move } from "./survey.ts";
import type { SurveyControl, SurveyOptions } from "./survey-parts.ts";

/** A board that is heard to start may have been called too late, and more often than once on a busy machine. */
const LOOKS_AGAIN = { speaks: 4, silent: 1 } as const;

/** How often a control is looked at again at most. */
export const looksFor = (moves: readonly Move[], control: string): number => {
  const speaks = moves.some(
    (move) => move.control === control && [...move.on, ...move.quiet].some(({ logged }) => logged),
  );
  return LOOKS_AGAIN[speaks && !isAwake(moves, control) ? "speaks" : "silent"];
};

/**
 * Whether it deserves a further look, because a contact or a busy machine may have missed the first: its
 * port did not answer, or its log is missing.
 */
export const isMissed = (
  moves: readonly Move[],
  control: SurveyControl,
  { logs }: SurveyOptions,
): boolean => {
  const { id, means, expectsLog } = control;
  const own = moves.filter((move) => move.control === id && move.trouble === undefined);
  if (means === "operator" || own.length === 0) return false;
  const logging = own.flatMap(({ on, quiet }) =>
    [...on, ...quiet].flatMap(({ port, logged }) => (logged === undefined ? [] : [port])),
  );
  const isLogMissing = logs === "all" && expectsLog.length > 0 && logging.length === 0;
  return isLogMissing || !isRight(moves, control) || !isHeardByOwn(own);
};

/** Whether it woke what it should. */
export const isRight = (moves: readonly Move[], { id, expects }: SurveyControl): boolean => {
  const answering = moves
    .filter(({ control }) => control === id)
    .flatMap(({ on }) => on.flatMap(({ port, answered }) => (answered ? [port] : [])));
  return answering.length > 0 && expects.every((port) => answering.includes(port));
};

/** Whether each port that answered was called by itself once, as far as that was looked into. */
const isHeardByOwn = (own: readonly Move[]): boolean =>
  own
    .flatMap(({ on, senders }) => (senders.length === 0 ? [] : on))
    .filter(({ answered }) => answered !== undefined)
    .every(({ port }) => own.some(({ senders }) => isOwnCaller(port, senders)));

/** Whether a chip answered to it. */
export const isAwake = (moves: readonly Move[], control: string): boolean =>
  moves.some((move) => move.control === control && move.on.some(({ answered }) => answered));
