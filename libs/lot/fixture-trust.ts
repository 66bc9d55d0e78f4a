import type { FailureClass } from "../failure/catalogue-entry.ts";
import type { Failure } from "../failure/failure.ts";
import { failureClassOf } from "../failure/failure-class.ts";
import type { Outcome } from "../failure/verdict.ts";

/** A board that failed, with the ids of the runs it failed in as far as they are known. */
export interface Strike {
  readonly serial: string;
  readonly code: string;
  readonly runs: readonly string[];
}

/** What speaks for and against a fixture, since the sitting began or it was unlocked. */
export interface FixtureTrust {
  /** Boards in a row that failed there as they do where needles, supply or wires are bad. */
  readonly failed: readonly Strike[];
  /** Runs in a row that the fixture itself spoilt. */
  readonly errors: readonly Strike[];
  /** Boards whose very first run was there. */
  readonly firsts: { readonly pass: number; readonly fail: number };
}

/** Nothing is known of it. */
export const NEW_TRUST: FixtureTrust = { failed: [], errors: [], firsts: { pass: 0, fail: 0 } };

const SOCKET_CLASSES: ReadonlySet<FailureClass> = new Set(["contact", "power", "link"]);

const isSocketLike = (failure: Failure): boolean => SOCKET_CLASSES.has(failureClassOf(failure));

/** Whether the fixture or the program itself spoilt the run; a full disk or Redis is no fixture's fault. */
const isFixtureError = (failure: Failure | null): boolean =>
  failure !== null && (failureClassOf(failure) === "fixture" || failure.code === "internal");

/** The strikes with one more; a board's repeats are one strike. */
export const addStrike = (
  strikes: readonly Strike[],
  serial: string,
  code: string,
  run: string | undefined,
): readonly Strike[] => {
  const before = strikes.find((strike) => strike.serial === serial);
  const runs = [...(before?.runs ?? []), ...(run === undefined ? [] : [run])];
  return [...strikes.filter((strike) => strike !== before), { serial, code, runs }];
};

/** How a run's end went, as far as trust goes. */
export interface TrustedEnd {
  readonly serial: string;
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** Its id, if known. */
  readonly run?: string | undefined;
  /** Whether it was its board's very first run. */
  readonly isFirst: boolean;
  /** Whether its board has failed in another fixture before: then this one is not to blame. */
  readonly isMoved: boolean;
}

/** What is known of the fixture after a run there. */
export const nextTrust = (trust: FixtureTrust, end: TrustedEnd): FixtureTrust => {
  const { serial, outcome, failure, run, isFirst, isMoved } = end;
  const { pass, fail } = trust.firsts;
  switch (outcome) {
    case "pass":
      return { failed: [], errors: [], firsts: { pass: pass + (isFirst ? 1 : 0), fail } };
    case "fail": {
      const firsts = { pass, fail: fail + (isFirst ? 1 : 0) };
      if (failure === null || isMoved) return { ...trust, errors: [], firsts };
      // A wrong chip or a dead flash was spoken with: the socket is well.
      const failed = isSocketLike(failure)
        ? addStrike(trust.failed, serial, failure.code, run)
        : [];
      return { failed, errors: [], firsts };
    }
    case "error": {
      if (failure === null || !isFixtureError(failure)) return trust;
      const strike = { serial, code: failure.code, runs: run === undefined ? [] : [run] };
      return { ...trust, errors: [...trust.errors, strike] };
    }
    case "aborted":
      return trust;
  }
};

/** Whether a board that fails there is bad itself: boards pass there, and the last ones did. */
const isWell = ({ failed, firsts }: FixtureTrust): boolean =>
  failed.length === 0 && firsts.pass > 0;

/** A board has failed in one fixture more, of which `there` was known: where that is well, its others are not to blame. */
export const absolve = (
  trust: ReadonlyMap<string, FixtureTrust>,
  there: FixtureTrust,
  { serial, outcome, isMoved }: TrustedEnd,
): ReadonlyMap<string, FixtureTrust> => {
  if (outcome !== "fail" || !isMoved || !isWell(there)) return trust;
  const others = [...trust].map(([fixture, one]): [string, FixtureTrust] => [
    fixture,
    { ...one, failed: one.failed.filter((strike) => strike.serial !== serial) },
  ]);
  return new Map(others);
};
