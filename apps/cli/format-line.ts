import { explainEnd, pairWords } from "../../libs/failure/pair-words.ts";
import { printable } from "../../libs/failure/printable.ts";
import { isProduct } from "../../libs/run/purpose.ts";
import type { RunEvent } from "../../libs/run/run-event.ts";
import { approvalWords } from "../../libs/station/approval-words.ts";
import type { Awaited } from "../../libs/station/awaited.ts";
import { checkBoardWords, explainCheckFailure } from "../../libs/station/check-words.ts";
import type { ClearedBy } from "../../libs/station/fixture-happening.ts";
import { formatTimeOfDay } from "../../libs/station/format-figures.ts";
import { NO_MORE_BOARDS, RESUME_HALTED } from "../../libs/station/halt-words.ts";
import { MEND_LOCKED } from "../../libs/station/lock-words.ts";
import { commandRefusalWords, scanRefusalWords } from "../../libs/station/refusal-words.ts";
import type { LineEvent, StationEvent } from "../../libs/station/station-event.ts";
import type { StationHealth } from "../../libs/station/station-health.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const escaped = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Text in printable ASCII, safe for any terminal and any log file. */
export const toAscii = (text: string): string => printable(text).replace(/[^ -~]/gu, escaped);

/** Runs of check boards say so. */
const whatFor = ({ purpose = "product" }: Pick<RunEvent, "purpose">): string =>
  purpose === "product" ? "" : `${purpose} board, `;

const endOf = (event: RunEvent & { readonly kind: "run-ended" }): string => {
  const { verdict, failure, durationMs } = event;
  const end = `${whatFor(event)}${verdict.toUpperCase()} after ${seconds(durationMs)}`;
  // What to do with a check board follows from what it was to do.
  const told = { ...event, outcome: verdict };
  const advice = isProduct(event) ? (explainEnd(told) ?? pairWords(told)) : undefined;
  const code = failure === null ? "" : `: ${failure.code}`;
  return `${end}${code}${advice === undefined ? "" : `. ${advice}`}`;
};

const describeRun = (event: RunEvent): string | undefined => {
  switch (event.kind) {
    case "run-started":
      return `started, ${whatFor(event)}attempt ${event.attempt}, ${event.chip}, recipe ${event.recipe}`;
    case "board-identified":
      return `is ${event.board.chip}, ${event.board.flashBytes} bytes of flash, MAC ${event.board.mac ?? "none"}`;
    case "operator-asked":
      return `ASKS: ${event.instruction}`;
    case "note":
      return `note: ${event.text}`;
    case "run-ended":
      return endOf(event);
    case "board-linked":
    case "step-started":
    case "step-progress":
    case "step-passed":
    case "log-lines":
      return undefined;
  }
};

const describeLotStart = (event: LineEvent & { readonly kind: "lot-started" }): string => {
  const { lot, recipe, approvals, operator, fixtures, boards, passedBefore } = event;
  const approved = approvals.length === 0 ? "" : ` (${approvalWords(approvals)})`;
  const size =
    boards === null ? "scanned boards" : `${boards} ${boards === 1 ? "board" : "boards"}`;
  const nests =
    fixtures.length === 0
      ? "the fixtures that come"
      : `${fixtures.length} ${fixtures.length === 1 ? "fixture" : "fixtures"}`;
  const before = passedBefore === 0 ? "" : `, ${passedBefore} passed before`;
  const by = operator === null ? "" : `, operator ${operator}`;
  return `lot ${lot} started: ${size}${before} on ${nests}, recipe ${recipe}${approved}${by}`;
};

const WAITS_FOR: Readonly<Record<Awaited, string>> = {
  key: "",
  scan: "",
  button: ": its start button",
  board: ": a board in it",
  swap: ": the last board out, another in",
  lid: ": its lid closed",
  reopen: ": its lid opened and closed",
  acknowledge: "",
  resume: ": the line to go on",
  elsewhere: ", which is at work in another fixture",
  report: " to be heard of: it is in work since an earlier sitting",
  busy: ": the end of a run there that is not the lot's",
  journal: ": its journal",
  redis: ": Redis",
};

/** What is said of fixtures that wait. */
const describeWait = (event: LineEvent & { readonly kind: "fixture-waiting" }): string => {
  const { fixture, serial, awaits, retry, purpose } = event;
  if (awaits !== "acknowledge") {
    const board = serial !== null && purpose ? checkBoardWords(purpose, serial) : serial;
    return `${fixture} waits for ${board ?? "a scan"}${WAITS_FOR[awaits]}`;
  }
  const or = { "by-hand": ", or for one more try", elsewhere: ", and moved", none: "" }[
    retry ?? "none"
  ];
  return `${fixture} waits until the result of ${serial ?? "its board"} is acknowledged${or}`;
};

/** What of it nobody has done needs no word. */
const CLEARED_BY: Readonly<Record<ClearedBy, string | null>> = {
  check: null,
  key: "acknowledged",
  scan: "acknowledged by a scan",
  removal: "cleared: its board was removed",
};

const onStation = ({ station }: { readonly station?: string }): string =>
  station === undefined ? "" : ` on ${station}`;

const byWhom = (by: string | null): string => (by === null ? "" : ` by ${by}`);

const describeLock = ({
  fixture,
  by,
  why,
  detail,
}: LineEvent & { readonly kind: "fixture-locked" }): string => {
  const more = detail === undefined ? "" : `. ${detail} ${MEND_LOCKED}`;
  return `${fixture} LOCKED${byWhom(by)}: ${why}${more}`;
};

/** Only what is not well is worth a line. */
const describeHealth = ({ journal, disk }: StationHealth): string | undefined => {
  const ills = [
    ...(journal === "good" ? [] : ["the journal cannot be written"]),
    ...(disk === "full" ? ["the disk is FULL"] : []),
    ...(disk === "low" ? ["the disk is nearly full"] : []),
  ];
  return ills.length === 0 ? undefined : `WARNING: ${ills.join(", ")}`;
};

const describeLine = (event: LineEvent): string | undefined => {
  switch (event.kind) {
    case "lot-started":
      return describeLotStart(event);
    case "worker-started":
      return `worker ${event.worker} started, process ${event.pid}${onStation(event)}, serves ${event.fixtures.join(", ")}`;
    case "worker-lost":
      return `worker ${event.worker} LOST, process ${event.pid}${onStation(event)}, served ${event.fixtures.join(", ")}`;
    case "fixture-joined":
      return `${event.fixture} of jig ${event.jig} on ${event.station} joins the lot`;
    case "fixture-waiting":
      return describeWait(event);
    case "result-cleared": {
      const how = CLEARED_BY[event.by];
      return how === null ? undefined : `${event.fixture} result of ${event.serial} ${how}`;
    }
    case "fixture-chosen":
      return event.fixture === undefined
        ? undefined
        : `${event.fixture} takes the next scanned serial`;
    case "fixture-locked":
      return describeLock(event);
    case "fixture-unlocked":
      return `${event.fixture} unlocked${byWhom(event.by)}`;
    case "fixture-proven":
      return `${event.fixture} has proven itself: it takes boards`;
    case "check-failed":
      return `${event.fixture} WARNING: ${explainCheckFailure(event)}`;
    case "line-paused":
      return event.why === undefined
        ? `line PAUSED${byWhom(event.by)}: no board is started`
        : `line PAUSED: ${event.why} ${RESUME_HALTED}`;
    case "line-closed":
      return `line CLOSED: ${event.why} ${NO_MORE_BOARDS}`;
    case "line-resumed":
      return `line goes on${byWhom(event.by)}`;
    case "scan-refused":
      return `WARNING: ${scanRefusalWords(event)}`;
    case "command-refused": {
      const where = event.fixture === undefined ? "" : `${event.fixture} `;
      return `${where}WARNING: ${commandRefusalWords(event)}`;
    }
    case "identities-left":
      return undefined;
    case "station-health":
      return describeHealth(event);
    case "notice": {
      const where = event.fixture === undefined ? "" : `${event.fixture} `;
      return `${where}${event.level === "warning" ? "WARNING: " : ""}${event.text}`;
    }
    case "fixture-idle":
      if (event.reason === "ports-gone") {
        return `${event.fixture} gets no board until its ports are there`;
      }
      return event.reason === "input-failed"
        ? `${event.fixture} gets no board until its inputs can be read`
        : undefined;
    case "lot-ended":
      return undefined;
  }
};

/** An event as one line for people, in ASCII, or undefined for those that only a screen or a program wants. */
export const formatLine = (event: StationEvent): string | undefined => {
  const isRun = "run" in event;
  const text = isRun ? describeRun(event) : describeLine(event);
  if (text === undefined) return undefined;
  const who = isRun ? `${event.fixture} ${event.serial} ` : "";
  return toAscii(`${formatTimeOfDay(event.at)} ${who}${text}`);
};
