import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { boardFate } from "../../libs/failure/board-fate.ts";
import { CATALOGUE } from "../../libs/failure/catalogue.ts";
import type { FailureCase, FailureClass } from "../../libs/failure/catalogue-entry.ts";
import { explainToOperator } from "../../libs/failure/explain.ts";
import { type Failure, isStationFailure } from "../../libs/failure/failure.ts";
import {
  type CheckFailure,
  checkFailureWords,
  explainCheckFailure,
} from "../../libs/station/check-words.ts";

const PAGE = join(resolve(import.meta.dirname, "../.."), "docs/failures.md");

const GOLDEN: CheckFailure = {
  ...{ fixture: "F03", purpose: "golden", serial: "GOLD-1" },
  ...{ outcome: "fail", code: "no-link", expected: "pass" },
};

const MUST_FAIL: CheckFailure = {
  ...{ fixture: "F03", purpose: "must-fail", serial: "BAD-1" },
  ...{ outcome: "pass", code: null, expected: "wrong-chip" },
};

const INTRODUCTION = `# Failures

Every reason a run can end without a PASS, in the order of a run: what it means, what the operator reads, what the record tells the
engineer, what becomes of the board (one that is set aside shows as QUARANTINE), and what usually lies behind it, likeliest first, each with its class: *supply*, *contact* (TX, RX, CEN, GND, the log's
wire), *reset-timing*, *adapter* (with its driver, rate and hub), *chip*, *flash*, *image*, *handling* (the wrong board, label or
recipe), *station* (machine, disk, relays, Redis, this program).

FAIL is the board's and counts in yield; ERROR is the station's and does not. Causes depend on a failure's data: the first case that
fits counts. The advice to run a board once more is what is said where nobody knows whether a try is left: the line says
what follows instead: "It is run once more by itself.", "Move it to another fixture and run it there.", or "Set it aside."

Each code has one class, by which the [line's policy](recipe-file.md#policy) counts: *contact*, *power*, *link* (the nest's needles, supply and
wires, if not the board's), *image* (what is written and the board do not belong together, or it does not run), *identity* (who the board is),
*board* (its chip or flash), *fixture* (the nest's own port or switch), *station* (machine, disk, Redis, program).

This page is made from the program's own catalogue: \`npx vitest run test/docs/failures.test.ts -u\` writes it anew.
`;

const CHECKS = `## A fixture that does not prove itself

Where the recipe has a [\`shiftCheck\`](recipe-file.md#start-of-shift-shiftcheck), a fixture in which a check board does not do what it must is locked; its tile says why, the lines below say what to do.

${[GOLDEN, MUST_FAIL, { ...MUST_FAIL, outcome: "fail", code: "no-link" } as const]
  .map((failure) => `- \`${checkFailureWords(failure)}\`: ${explainCheckFailure(failure)}`)
  .join("\n")}

The run itself, with its failure, is in \`history\` of the check board's serial. A person with a name unlocks the fixture (\`run --operator NAME\`), which then proves itself anew.
`;

interface Entry {
  readonly class: FailureClass;
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
    `Class: ${entry.class}.`,
    "",
    ...entry.cases.flatMap((one) => describeCase(entry, one)),
  ];
};

test("the page of failures says what the program says", async () => {
  const entries: readonly (readonly [string, Entry])[] = Object.entries(CATALOGUE);
  const text = `${INTRODUCTION}\n${entries.flatMap(describeCode).join("\n")}\n${CHECKS}`;
  await expect(text).toMatchFileSnapshot(PAGE);
});
