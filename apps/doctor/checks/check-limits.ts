import { join } from "node:path";
import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { readText } from "../read-text.ts";

/** Files a worker has open without any fixture. */
const BASE_FILES = 128;
/** Ports, GPIO lines, sockets, pipes of a fixture. */
const FILES_A_FIXTURE = 8;
/** Threads beside those that open ports hold. */
const SPARE_THREADS = 4;

/** What the system allows a process is enough for the jig. */
export const checkLimits: Check = async ({ machine, jig, ports }) => {
  const remarks: Remark[] = [];
  const needed = BASE_FILES + FILES_A_FIXTURE * jig.fixtures.length;
  const limits = (await readText(join(machine.root, "proc/self/limits"))) ?? "";
  const allowed = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  if (allowed !== undefined && Number(allowed) < needed) {
    remarks.push({
      level: "warning",
      what: `A process may open ${allowed} files; ${countWords(jig.fixtures.length, "fixture")} need up to ${needed}.`,
      remedy: "Raise the limit (in a systemd unit: LimitNOFILE).",
      commands: [`ulimit -n ${needed}`],
    });
  }
  // The program sets it itself unless the environment does.
  const threads = machine.threadPool;
  const wanted = ports.length + SPARE_THREADS;
  if (threads !== undefined && threads !== "" && !(Number(threads) >= wanted)) {
    remarks.push({
      level: "warning",
      what: `UV_THREADPOOL_SIZE is set to ${threads}: ports would wait for each other; ${countWords(ports.length, "port")} want ${wanted}.`,
      remedy: "Leave it unset: the program chooses for itself.",
      commands: ["unset UV_THREADPOOL_SIZE"],
    });
  }
  if (remarks.length > 0) return remarks;
  return [{ level: "ok", what: "limits of the system suffice" }];
};
