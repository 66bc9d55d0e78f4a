import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { boardFate } from "../../libs/failure/board-fate.ts";
import { CATALOGUE } from "../../libs/failure/catalogue.ts";
import type { FailureCase } from "../../libs/failure/catalogue-entry.ts";
import { explainToOperator } from "../../libs/failure/explain.ts";
import { type Failure, isStationFailure } from "../../libs/failure/failure.ts";

const PAGE = join(resolve(import.meta.dirname, "../.."), "docs/failures.md");

const INTRODUCTION = `# Failures

Every reason a run can end without a PASS, in the order of a run: what it means, what the operator reads, what the record tells the
engineer, what becomes of the board (one that is set aside shows as QUARANTINE), and what usually lies behind it, likeliest first, each with its class: *supply*, *contact* (TX, RX, CEN, GND, the log's
wire), *reset-timing*, *adapter* (with its driver, rate and hub), *chip*, *flash*, *image*, *handling* (the wrong board, label or
recipe), *station* (machine, disk, relays, Redis, this program).

FAIL is the board's and counts in yield; ERROR is the station's and does not. Causes depend on a failure's data: the first case that
fits counts.

This page is made from the program's own catalogue: \`npx vitest run test/docs/failures.test.ts -u\` writes it anew.
`;

interface Entry {
  readonly meaning: string;
  spell(failure: Failure): string;
  readonly cases: readonly FailureCase<Failure>[];
}

const describeCase = ({ spell, cases }: Entry, { when, causes, example }: FailureCase<Failure>) => [
  ...(cases.length === 1 ? [] : [`**${when[0]?.toUpperCase()}${when.slice(1)}**`, ""]),
  `- operator: ${explainToOperator(example)}`,
  `- record: ${spell(example)}`,
  `- board: ${boardFate(example) === "again" ? "may run again" : "set aside"}`,
  "- likely:",
  ...causes.map((cause) => `  - *${cause.class}*: ${cause.text}`),
  "",
];

const describeCode = ([code, entry]: readonly [string, Entry]): string[] => {
  const [first] = entry.cases;
  const verdict = first !== undefined && isStationFailure(first.example) ? "ERROR" : "FAIL";
  return [
    `## ${code} (${verdict})`,
    "",
    entry.meaning,
    "",
    ...entry.cases.flatMap((one) => describeCase(entry, one)),
  ];
};

test("the page of failures says what the program says", async () => {
  const entries: readonly (readonly [string, Entry])[] = Object.entries(CATALOGUE);
  const text = `${INTRODUCTION}\n${entries.flatMap(describeCode).join("\n")}`;
  await expect(text).toMatchFileSnapshot(PAGE);
});
