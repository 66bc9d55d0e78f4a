import { explainToOperator } from "../../libs/failure/explain.ts";
import { printable } from "../../libs/failure/printable.ts";
import type { RunEvent } from "../../libs/run/run-event.ts";
import { approvalWords } from "../../libs/station/approval-words.ts";
import { formatTimeOfDay } from "../../libs/station/format-figures.ts";
import type { Awaited, LineEvent, StationEvent } from "../../libs/station/station-event.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const escaped = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Text in printable ASCII, safe for any terminal and any log file. */
export const toAscii = (text: string): string => printable(text).replace(/[^ -~]/gu, escaped);

const endOf = (event: RunEvent & { readonly kind: "run-ended" }): string => {
  const { verdict, failure, durationMs } = event;
  const end = `${verdict.toUpperCase()} after ${seconds(durationMs)}`;
  return failure === null ? end : `${end}: ${failure.code}. ${explainToOperator(failure)}`;
};

const describeRun = (event: RunEvent): string | undefined => {
  switch (event.kind) {
    case "run-started":
      return `started, attempt ${event.attempt}, ${event.chip}, recipe ${event.recipe}`;
    case "board-identified":
      return `is ${event.board.chip}, ${event.board.flashBytes} bytes of flash, MAC ${event.board.mac ?? "none"}`;
    case "operator-asked":
      return `ASKS: ${event.instruction}`;
    case "note":
      return `note: ${event.text}`;
    case "run-ended":
      return endOf(event);
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
  const before = passedBefore === 0 ? "" : `, ${passedBefore} passed before`;
  const by = operator === null ? "" : `, operator ${operator}`;
  return `lot ${lot} started: ${size}${before} on ${fixtures.length} ${fixtures.length === 1 ? "fixture" : "fixtures"}, recipe ${recipe}${approved}${by}`;
};

const WAITS_FOR: Readonly<Record<Awaited, string>> = {
  key: "",
  scan: "",
  button: ": its start button",
  board: ": a board in it",
  swap: ": the last board out, another in",
  lid: ": its lid closed",
  reopen: ": its lid opened and closed",
};

const describeLine = (event: LineEvent): string | undefined => {
  switch (event.kind) {
    case "lot-started":
      return describeLotStart(event);
    case "worker-started":
      return `worker ${event.worker} started, process ${event.pid}, serves ${event.fixtures.join(", ")}`;
    case "worker-lost":
      return `worker ${event.worker} LOST, process ${event.pid}, served ${event.fixtures.join(", ")}`;
    case "fixture-waiting":
      return `${event.fixture} waits for ${event.serial ?? "a scan"}${WAITS_FOR[event.awaits]}`;
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
