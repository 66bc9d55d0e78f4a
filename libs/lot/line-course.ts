import type { FailureClass } from "../failure/catalogue-entry.ts";
import type { Failure } from "../failure/failure.ts";
import { failureClassOf } from "../failure/failure-class.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { HaltReason } from "../station/halt-words.ts";
import { addStrike, type Strike } from "./fixture-trust.ts";
import type { LinePolicy } from "./lot-policy.ts";

/** What speaks against the line as a whole, since the sitting began or it was resumed. */
export interface LineCourse {
  /** Boards in a row, over all fixtures, that failed with one class, image or identity. */
  readonly strikes: readonly Strike[];
  /** That class; null without any. */
  readonly class: FailureClass | null;
  /** Boards by their very first run. */
  readonly firsts: { readonly pass: number; readonly fail: number };
}

/** Nothing has happened yet. */
export const NEW_COURSE: LineCourse = { strikes: [], class: null, firsts: { pass: 0, fail: 0 } };

/** How a run's end went, as far as the line goes. */
export interface CourseEnd {
  readonly serial: string;
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** Its id, if known. */
  readonly run?: string | undefined;
  /** Whether it was its board's very first run. */
  readonly isFirst: boolean;
}

/** What the line stops for, where every further board would go the same way. */
const STOPPING: ReadonlySet<FailureClass> = new Set(["image", "identity"]);

const streakOf = (
  { strikes, class: before }: LineCourse,
  { serial, failure, run }: CourseEnd,
): Pick<LineCourse, "strikes" | "class"> => {
  const kind = failure === null ? null : failureClassOf(failure);
  if (failure === null || kind === null || !STOPPING.has(kind)) return { strikes: [], class: null };
  const same = kind === before ? strikes : [];
  return { strikes: addStrike(same, serial, failure.code, run), class: kind };
};

/** The line after a run's end. */
export const nextCourse = (course: LineCourse, end: CourseEnd): LineCourse => {
  const { outcome, isFirst } = end;
  if (outcome !== "pass" && outcome !== "fail") return course;
  const firsts = isFirst
    ? { ...course.firsts, [outcome]: course.firsts[outcome] + 1 }
    : course.firsts;
  return outcome === "pass"
    ? { strikes: [], class: null, firsts }
    : { ...streakOf(course, end), firsts };
};

/** Why the line is to stop, or undefined. */
export const whyHalt = (
  { strikes, class: kind, firsts }: LineCourse,
  { stopAfter, minFirstPassYield: floor }: LinePolicy,
): HaltReason | undefined => {
  if (kind !== null && stopAfter > 0 && strikes.length >= stopAfter) {
    return { kind: "streak", class: kind, strikes };
  }
  const { pass, fail } = firsts;
  const boards = pass + fail;
  if (floor === undefined || boards < floor.after) return undefined;
  return (pass * 100) / boards < floor.percent
    ? { kind: "yield", pass, boards, percent: floor.percent }
    : undefined;
};
