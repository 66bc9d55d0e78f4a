import fc from "fast-check";
import { expect, test } from "vitest";
import { countCells } from "../../../apps/dashboard/cells.ts";
import { chooseLook } from "../../../apps/dashboard/choose-look.ts";
import { drawScreen } from "../../../apps/dashboard/draw-screen.ts";
import { addText, NO_ENTRY, openEntry } from "../../../apps/dashboard/entry.ts";
import type { KeyState } from "../../../apps/dashboard/key-state.ts";
import type { StepName } from "../../../libs/failure/step-name.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import {
  failed,
  fixtureNames,
  lineEvent,
  lotStarted,
  passed,
  runEvent,
  runStarted,
  START,
} from "../../libs/station/events.ts";
import { anyCharacter } from "../../support/any-character.ts";

const text = fc.string({ unit: anyCharacter, maxLength: 200 });
const steps: readonly StepName[] = ["prepare", "link", "erase", "write", "verify", "release"];

/** A line of three fixtures, the first of which has a story, told in texts from outside. */
const line = fc
  .record({
    ...{ serial: text, port: text, by: text, why: text, lines: fc.array(text, { maxLength: 20 }) },
    begun: fc.subarray([...steps]),
    ended: fc.subarray([...steps]),
    end: fc.constantFrom("running", "passed", "failed"),
    past: fc.nat(8),
    isLocked: fc.boolean(),
  })
  .map(({ serial, port, by, why, lines, begun, ended, end, past, isLocked }) => {
    const who = { serial, run: "R" };
    const earlier = Array.from({ length: past }, (_, run) => failed({ serial, run: `${run}` }, 1));
    return [
      lotStarted(fixtureNames(3)),
      ...earlier,
      runStarted({ ...who, fixture: "F02" }, 5),
      runEvent(who, { kind: "run-started", chip: "bk7231n", recipe: "r", port }, 5),
      runEvent(who, { kind: "board-linked", baud: 921_600 }, 5),
      ...begun.map((step) => runEvent(who, { kind: "step-started", step }, 6)),
      ...ended.map((step) =>
        runEvent(who, { kind: "step-passed", step, durationMs: 1500, bytes: 9 }, 7),
      ),
      runEvent(who, { kind: "log-lines", lines }, 8),
      ...(end === "passed" ? [passed(who, 9)] : end === "failed" ? [failed(who, 9)] : []),
      ...(isLocked ? [lineEvent({ kind: "fixture-locked", fixture: "F01", by, why })] : []),
    ].reduce(reduceLine, emptyLine());
  });

const keys: fc.Arbitrary<KeyState> = fc.record({
  entry: fc.oneof(
    fc.constantFrom(NO_ENTRY, openEntry()),
    text.map((typed) => addText(NO_ENTRY, typed, 0)),
  ),
  page: fc.nat(3),
  opened: fc.constantFrom(null, "F01", "F02", "F03", "F99"),
  help: fc.constantFrom("hidden", "shown"),
  question: fc.constantFrom("none", "stop", "retry", "lock"),
  stop: fc.constantFrom("no", "sent"),
  left: fc.constant(false),
});

const looks = [
  chooseLook({ TERM: "xterm", LANG: "C.UTF-8" }),
  chooseLook({ TERM: "xterm", LANG: "C", NO_COLOR: "1" }),
];

test("every page, question and answer fills its terminal exactly, whatever texts are in it", () => {
  const size = fc.record({
    columns: fc.integer({ min: 40, max: 200 }),
    rows: fc.integer({ min: 10, max: 60 }),
  });
  fc.assert(
    fc.property(
      ...([line, keys, size] as const),
      fc.option(text),
      fc.constantFrom("operate", "watch"),
      fc.constantFrom(...looks),
      (shown, pressed, terminal, answer, role, look) => {
        const now = START + 12_000;
        const content = { line: shown, keys: pressed, answer, now, heardMs: now };
        const rows = drawScreen(
          { ...content, health: "connected" },
          { role, look, limits: { amber: 95, red: 90 }, dataFolder: null },
          terminal,
        ).map((row) => row.map((segment) => segment.text).join(""));
        expect(rows).toHaveLength(terminal.rows - 1);
        for (const row of rows) {
          expect(countCells(row)).toBe(terminal.columns);
          expect(row).not.toMatch(/[^\P{C}]/u);
        }
      },
    ),
  );
});
