import { describeFindings } from "./describe-findings.ts";
import type { DoctorOrder } from "./doctor-order.ts";
import { examineJig } from "./examine-jig.ts";
import { formatFindings } from "./finding-json.ts";
import type { Machine } from "./machine.ts";
import { runChecks } from "./run-checks.ts";

/**
 * `flashline doctor`: looks for all that could keep a jig from working and prints it on stdout with
 * the mends. Opens no port and moves no line; with `timers: "set"` it sets slow latency timers.
 * @returns the exit code: 0 when nothing prevents a lot, else 3.
 * @throws InputError for a bad jig or recipe file.
 */
export const showDoctor = async (
  order: DoctorOrder,
  format: "page" | "json",
  machine: Machine,
): Promise<number> => {
  const findings = await runChecks(await examineJig(order, machine));
  const text =
    format === "json"
      ? formatFindings(findings, machine.now.toISOString())
      : describeFindings(findings);
  process.stdout.write(text);
  return findings.some(({ level }) => level === "problem") ? 3 : 0;
};
