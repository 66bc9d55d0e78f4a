import { type ChildProcess, spawn } from "node:child_process";
import { basename } from "node:path";
import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";
import type { CommandConfig } from "../jig/records-schema.ts";
import { safeJson } from "../report/safe-json.ts";
import type { HandOver, Receiver, SentRecord } from "./receiver.ts";

/** Enough for the last line of what it says. */
const KEPT_OUTPUT = 4096;
const SHOWN = 160;
/** Then the kernel ends it when this process dies, by whatever signal; the record is sent again. */
const ENDED_WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"];
/** setpriv's own, as a shell's: the program cannot be run, or is not there. */
const NOT_STARTED = new Set([126, 127]);

/**
 * A receiver that is a program: started for each record without a shell, the record on its standard
 * input as a line of JSON, the run's id in FLASHLINE_RUN. Exit code 0 is delivered.
 */
export const commandReceiver = (
  { command, withinMs }: CommandConfig,
  { clock }: { readonly clock: Clock },
): Receiver => {
  const name = printable(basename(command[0] ?? ""), 64);
  const hand = (record: SentRecord, signal: AbortSignal): Promise<HandOver> =>
    new Promise((resolve) => {
      const child = start(command, record.run);
      if (typeof child === "string") {
        resolve({ kind: "failed", problem: `could not be started (${child})`, mend: "time" });
        return;
      }
      const complaint = collectComplaint(child);
      let ending = `did not end within ${withinMs / 1000} s`;
      const fail = (problem: string): void =>
        settle({ kind: "failed", problem: withComplaint(problem, complaint()), mend: "time" });
      const cut = (): void => {
        endGroup(child);
        fail(ending);
      };
      const limit = clock.after(withinMs, cut);
      signal.addEventListener("abort", cut, { once: true });
      const settle = (how: HandOver): void => {
        limit[Symbol.dispose]();
        signal.removeEventListener("abort", cut);
        child.stderr?.destroy();
        resolve(how);
      };
      child.on("error", (error) => fail(`could not be started (${error.message})`));
      child.on("exit", (code, by) => {
        // What it left running may keep its output open; a success need not wait for that.
        if (code === 0) settle({ kind: "delivered" });
        const isStarted = code === null || !NOT_STARTED.has(code);
        ending = by === null ? `ended with exit code ${code}` : `was ended by ${by}`;
        if (!isStarted) ending = "could not be started";
      });
      child.on("close", (code) => {
        if (code !== 0) fail(ending);
      });
      // One that reads nothing may still know what to do.
      child.stdin?.on("error", () => undefined).end(`${safeJson(record)}\n`);
    });
  return { name, hand };
};

/** Some of what keeps a program from being started comes as an event, the rest is thrown: then it is returned. */
const start = (command: readonly string[], run: string): ChildProcess | string => {
  const [program = "", ...args] = [...ENDED_WITH_US, ...command];
  const env = { ...process.env, FLASHLINE_RUN: run };
  try {
    return spawn(program, args, { stdio: ["pipe", "ignore", "pipe"], detached: true, env });
  } catch (error) {
    return printable(error instanceof Error ? error.message : String(error), SHOWN);
  }
};

const collectComplaint = ({ stderr }: ChildProcess): (() => string) => {
  let said = "";
  stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-KEPT_OUTPUT);
  });
  return () => said.trim().split("\n").at(-1)?.trim() ?? "";
};

const withComplaint = (problem: string, complaint: string): string =>
  complaint === "" ? problem : `${problem}: ${printable(complaint, SHOWN)}`;

/** With all that it started. */
const endGroup = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended in this moment.
  }
};
