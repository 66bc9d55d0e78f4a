import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { LogLines } from "../../../libs/run/log-lines.ts";
import { startRun } from "../../support/memory-bench.ts";

const telling = () => {
  const clock = new VirtualClock();
  const told: { readonly at: number; readonly lines: readonly string[] }[] = [];
  const lines = new LogLines(clock, (batch) => told.push({ at: clock.now(), lines: batch }));
  return { clock, told, lines };
};

const allOf = (said: string): readonly string[] => {
  const { told, lines } = telling();
  lines.push(said);
  lines[Symbol.dispose]();
  return told.flatMap((batch) => batch.lines);
};

describe("lines", () => {
  test.each([
    ["CRs, doubled CRs and blanks", "a\r\r\n\r\n b \nc\r", ["a", "b", "c"]],
    ["a line without an end", "a\r\nb", ["a", "b"]],
    ["what a terminal would obey", "\x1b[2Ja\x07\u0085\r\n", ["\\x1b[2Ja\\x07\\x85"]],
    ["writing in UTF-8", `${Buffer.from("grün ✓").toString("latin1")}\n`, ["grün ✓"]],
    ["noise as its bytes", "\xff\xfe\x80\x01\r\n", ["ÿþ\\x80\\x01"]],
    ["a long one cut", `${"x".repeat(500)}\n`, [`${"x".repeat(119)}…`]],
  ])("%s", (_name, said, lines) => {
    expect(allOf(said)).toEqual(lines);
  });

  test("of much only the last 20", () => {
    const said = Array.from({ length: 100 }, (_, index) => `line ${index}\r\n`).join("");
    const lines = allOf(said);
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toBe("line 99");
  });
});

test("are told four times a second at most, whatever comes, and each within a quarter", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(400), { maxLength: 40 }), async (gaps) => {
      const { clock, told, lines } = telling();
      for (const [index, gap] of gaps.entries()) {
        await clock.sleep(gap);
        lines.push(`${index}\r\n`);
      }
      await clock.sleep(250);
      expect(told.flatMap((batch) => batch.lines)).toEqual(gaps.map((_, index) => `${index}`));
      for (const [index, { at }] of told.entries()) {
        expect(at - (told[index - 1]?.at ?? -250)).toBeGreaterThanOrEqual(250);
      }
    }),
  );
});

test("a log that never ends a line is told in pieces, not kept", async () => {
  const { clock, lines, told } = telling();
  for (let piece = 0; piece < 1000; piece += 1) lines.push("x".repeat(100));
  await clock.sleep(250);
  expect(told.flatMap((batch) => batch.lines)).toHaveLength(20);
});

test("a run tells live what its board says, before it ends", async () => {
  const boot = { expect: ["1.18.0"], never: [], withinMs: 5000 };
  const run = startRun("bk7231t", { order: { boot } });
  await run.end;
  const said = run.news.flatMap((news) => (news.kind === "log-lines" ? news.lines : []));
  expect(said).toContain("V:BK7231S_1.0.5");
  expect(said.at(-1)).toBe("Flashline app V:BK7231T_1.18.0");
  expect(run.news.at(-1)?.kind).toBe("run-ended");
});
