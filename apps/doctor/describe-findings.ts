import { printable } from "../../libs/failure/printable.ts";
import { countWords } from "./count-words.ts";
import type { Finding, Level } from "./finding.ts";

const LABELS: Readonly<Record<Level, string>> = {
  problem: "PROBLEM",
  warning: "WARNING",
  note: "note",
  ok: "ok",
};
const LABEL_WIDTH = 9;
const CHECK_WIDTH = 15;
const INDENT = " ".repeat(LABEL_WIDTH + CHECK_WIDTH);
/** Many fixtures with one trouble are one entry; so many of them are named. */
const PLACES_NAMED = 8;

/** The page for people: an entry for each finding, alike ones of several fixtures together; then the sum of entries. */
export const describeFindings = (findings: readonly Finding[]): string => {
  const groups = Map.groupBy(findings, ({ check, level, what, remedy, commands }) =>
    JSON.stringify([check, level, what, remedy, isShared(commands) ? commands : []]),
  );
  const entries = [...groups.values()].flatMap((group) => describeEntry(group));
  const mends = [...groups.values()].flatMap(([first]) => first ?? []);
  return `${[...entries, "", sumUp(mends)].join("\n")}\n`;
};

/** Whether commands say nothing about one port only; those that do are listed one below the other. */
const isShared = (commands: readonly string[] | undefined): boolean =>
  commands === undefined || commands.length > 1;

const describeEntry = (group: readonly Finding[]): string[] => {
  const [first] = group;
  if (first === undefined) return [];
  const { level, check, what, remedy } = first;
  const places = group.map(placeOf).filter((place) => place !== undefined);
  const head = `${LABELS[level].padEnd(LABEL_WIDTH)}${check.padEnd(CHECK_WIDTH)}`;
  const commands = new Set(group.flatMap((finding) => finding.commands ?? []));
  const below = [
    ...nameFirst(places),
    ...(remedy === undefined ? [] : [`-> ${remedy}`]),
    ...[...commands].map((command) => `   ${command}`),
  ];
  return [`${head}${printable(what)}`, ...below.map((line) => `${INDENT}${printable(line)}`)];
};

const placeOf = ({ fixture, fixtures, port }: Finding): string | undefined => {
  const named = fixtures === undefined ? fixture : nameFirst(fixtures).join(", ");
  return named === undefined ? port : port === undefined ? named : `${named} ${port}`;
};

/** The first of many. */
const nameFirst = (places: readonly string[]): string[] => {
  const rest = places.length - PLACES_NAMED;
  const named = places.slice(0, PLACES_NAMED);
  return rest > 0 ? [...named, `and ${rest} more (--json names all)`] : named;
};

const sumUp = (findings: readonly Finding[]): string => {
  const count = (level: Level): number => findings.filter((one) => one.level === level).length;
  const problems = count("problem");
  const warnings = countWords(count("warning"), "warning");
  return problems === 0
    ? `Nothing prevents a lot: no problem, ${warnings}.`
    : `${countWords(problems, "problem")}, ${warnings}: mend the ${problems === 1 ? "problem" : "problems"}, then ask again.`;
};
