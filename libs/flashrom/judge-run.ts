import { printable } from "../failure/printable.ts";
import type { FlashromTrouble } from "./flashrom-trouble.ts";
import { jedecIdIn, partsIn } from "./read-text.ts";

/** How a run of flashrom ended. `code` is null where a signal ended it. */
export interface FlashromEnd {
  readonly text: string;
  readonly code: number | null;
  /** Why we ended it, if we did. */
  readonly ended?: "hung" | "danger" | undefined;
  readonly limitMs: number;
}

/** What it was started for. */
export type FlashromTask = "probe" | "read" | "write";

/**
 * Why it did not do its task; undefined if it did. Judged by what it said as well: a run that only ended well proves
 * nothing. Its two outputs may come in any order between their lines.
 */
export const judgeRun = (end: FlashromEnd, task: FlashromTask): FlashromTrouble | undefined => {
  const { text, code, ended, limitMs } = end;
  const isDangerous = ended === "danger" || DANGER.test(text);
  if (task === "write" && isDangerous) return eraseTrouble(text);
  if (ended !== undefined) return { kind: "hung", limitMs };
  return startTrouble(text) ?? workTrouble(text, task) ?? doneOrNot(text, code, task);
};

const DANGER = /ERASE FAILED!|another erase function/;
const LOCKED =
  /Block protection could not be disabled|Hardware protection is active|Unsetting lock bit\(s\) failed/;

const eraseTrouble = (text: string): FlashromTrouble => {
  // The first failure counts: what came after it was on the way to larger blocks.
  const before = text.slice(0, text.search(DANGER));
  const address = lastMismatchIn(before) ?? lastBlockIn(before);
  return { kind: LOCKED.test(text) ? "protected" : "erase-failed", address };
};

const startTrouble = (text: string): FlashromTrouble | undefined => {
  if (/Programmer initialization failed|Unknown programmer/.test(text)) {
    return { kind: "no-programmer", said: complaintIn(text) };
  }
  if (text.includes("Multiple flash chip definitions match")) {
    return { kind: "several-parts", parts: partsIn(text).map(({ name }) => name) };
  }
  const isUnknown = /No EEPROM\/flash device found|Unknown chip '/.test(text);
  return isUnknown || (text.includes("Found ") && partsIn(text).length === 0)
    ? { kind: "no-flash", id: jedecIdIn(text) }
    : undefined;
};

const workTrouble = (text: string, task: FlashromTask): FlashromTrouble | undefined => {
  if (text.includes("Read operation failed!")) {
    return { kind: "read-failed", said: complaintIn(text) };
  }
  if (task === "read") return storingTrouble(text);
  if (task !== "write") return undefined;
  if (text.includes("Erase/write failed")) {
    return { kind: "write-failed", address: lastBlockIn(text) };
  }
  const address = lastMismatchIn(text);
  return address === null ? undefined : { kind: "verify-failed", address };
};

const NOT_STORED =
  /^Error: (?:file (.+) could not be written completely|\w+ file "(.+)" failed: (.+))/m;

const storingTrouble = (text: string): FlashromTrouble | undefined => {
  const found = NOT_STORED.exec(text);
  if (found === null) return undefined;
  const [, cut, named = "", said = "the disk is full"] = found;
  return { kind: "not-stored", file: cut ?? named, said: printable(said, 200) };
};

/** What flashrom says when a task is done. */
const DONE: Readonly<Record<FlashromTask, RegExp>> = {
  probe: /^Found .* flash chip "/m,
  read: /^Reading flash\.\.\. .*done\./m,
  write: /VERIFIED\.|Chip content is identical to the requested image/,
};

const doneOrNot = (
  text: string,
  code: number | null,
  task: FlashromTask,
): FlashromTrouble | undefined =>
  code === 0 && DONE[task].test(text) ? undefined : { kind: "broken", said: complaintIn(text) };

const lastAddress = (text: string, pattern: RegExp): number | null => {
  const last = [...text.matchAll(pattern)].at(-1)?.[1];
  return last === undefined ? null : Number(last);
};

const lastBlockIn = (text: string): number | null =>
  lastAddress(text, /(0x[0-9a-f]{6,8})-0x[0-9a-f]{6,8}:/g);

const lastMismatchIn = (text: string): number | null =>
  lastAddress(text, /FAILED at (0x[0-9a-f]{8})!/g);

const COMPLAINT =
  /error|fail|couldn't|cannot|could not|unable|no such|invalid|refused|timed out|unknown/i;
/** Says that it failed, and not why. */
const UNHELPFUL =
  /Programmer initialization failed|Read operation failed|^flashrom unknown|UNTESTED/;

/** The first line that says why; else the last line; at most 200 characters, safe to show. */
const complaintIn = (text: string): string => {
  const lines = text.split("\n").map((line) => line.trim());
  const told = lines.filter((line) => line !== "");
  const complaint = told.find((line) => COMPLAINT.test(line) && !UNHELPFUL.test(line));
  return printable(complaint ?? told.at(-1) ?? "it said nothing", 200);
};
