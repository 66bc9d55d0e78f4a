import { printable } from "../failure/printable.ts";
import type { Distribution } from "../figures/distribution.ts";
import type { Figures } from "../figures/figures.ts";
import type { StepDrift } from "../figures/step-drift.ts";
import { type BarStyle, drawColumns } from "./draw-bar.ts";
import { numberTable } from "./number-table.ts";
import { durationWords } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** How long steps and whole runs take, in runs that passed; empty where none did. */
export const timeTable = (
  { steps, cycle }: Pick<Figures, "steps" | "cycle">,
  style: BarStyle,
): string => {
  if (cycle === null) return "";
  const rows = [
    ...steps.map(({ step, times }) => timeRow(step, times, style)),
    timeRow("all", cycle, style),
  ];
  return numberTable(
    ["STEP", "RUNS", "MEDIAN", "90 %", "99 %", "MOST", "SPREAD"],
    rows,
    [1, 2, 3, 4, 5],
  );
};

const timeRow = (name: string, times: Distribution, style: BarStyle): readonly string[] => [
  printable(name),
  String(times.count),
  stepWords(times.medianMs),
  stepWords(times.p90Ms),
  stepWords(times.p99Ms),
  stepWords(times.maxMs),
  drawColumns(
    times.bins.map(({ count }) => count),
    style,
  ),
];

/** The duration of a step, of which many take milliseconds: `402 ms`, `4.2 s`. */
export const stepWords = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : durationWords(ms);

/** What became slower or faster, in 80 columns. */
export const driftLines = (drifts: readonly StepDrift[]): string =>
  driftSentences(drifts)
    .map((line) => wrapText(line, ""))
    .join("\n");

/** The same, a sentence each or one that says there is nothing. Safe to print. */
export const driftSentences = (drifts: readonly StepDrift[]): readonly string[] =>
  drifts.length === 0
    ? ["No step is known to have become slower or faster."]
    : drifts.map(driftSentence);

const driftSentence = ({ step, recipe, fixture, earlier, later, change }: StepDrift): string => {
  const where = fixture === null ? "in all fixtures" : `in ${printable(fixture)}`;
  const how = `${Math.abs(change * 100).toFixed(0)} % ${change > 0 ? "slower" : "faster"}`;
  return `Step ${printable(step)} became ${how} ${where} with ${printable(recipe)}: ${stepWords(
    later.medianMs,
  )} in the last ${later.runs} runs, ${stepWords(earlier.medianMs)} in the ${earlier.runs} before.`;
};
