import { printable } from "../failure/printable.ts";

/**
 * Number of the messages and keys by which the parts of a line talk: one more with every change that a part
 * of before would not understand, or would understand otherwise. Parts without a number count as 0.
 */
export const PROTOCOL = 1;

/** What a part of a line is. */
export interface Version {
  readonly protocol: number;
  /** The program's version, such as 0.1.0; absent for one to which all releases are alike. */
  readonly program?: string | undefined;
}

/** Up to the patch: those change neither messages nor what is done to a board. */
const releaseOf = (program: string): string => program.split(".").slice(0, 2).join(".");

/** Whether two parts can talk: the messages alone count for who only looks on. */
export const canTalk = (one: Version, other: Version): boolean => one.protocol === other.protocol;

/** Whether two parts may work on one lot: also all but the patch number of their program is the same. */
export const canWork = (one: Version, other: Version): boolean =>
  canTalk(one, other) &&
  (one.program === undefined ||
    other.program === undefined ||
    releaseOf(one.program) === releaseOf(other.program));

/** For people: `flashline 0.1.0 (messages 1)`. */
export const describeVersion = ({ program = "of any release", protocol }: Version): string =>
  `flashline ${printable(program, 40)} (messages ${protocol})`;
