import { describe, expect, test } from "vitest";
import { LogPortLines } from "../../../libs/account/log-port-lines.ts";
import { textAccount } from "../../../libs/account/text-account.ts";
import { tellReply } from "../../../libs/account/told-frame.ts";
import { WireAccount } from "../../../libs/account/wire-account.ts";
import { linkCheck, read4k, write4k } from "../../../libs/bk72xx/commands.ts";
import { FIELDS_AT, given, PSK, startJournalled, usedFlash } from "../../support/journalled-run.ts";
import { type BenchOptions, startRun } from "../../support/memory-bench.ts";
import { scratchJournal } from "../journal/scratch.ts";

type Line = Readonly<Record<string, unknown>>;

const accountOf = async (options: BenchOptions): Promise<readonly Line[]> => {
  const lines: string[] = [];
  await startRun("bk7231n", { ...options, account: (line) => lines.push(line) }).end;
  return lines.map((line): Line => JSON.parse(line));
};

const oneOf = (lines: readonly Line[], kind: string): Line =>
  lines.find((line) => line.kind === kind) ?? {};

test("a pass leaves its steps, moves, rates and figures, in some KB and without its wire", async () => {
  const lines = await accountOf({});
  expect(lines.every(({ run }) => run === "R1")).toBe(true);
  expect(lines[0]).toMatchObject({ kind: "run-started", lot: "L1", serial: "SN1", fixture: "F01" });
  expect(lines.at(-1)).toMatchObject({ kind: "run-ended", verdict: "pass" });
  expect(lines.filter(({ kind }) => kind === "power").map(({ move }) => move)).toEqual(
    expect.arrayContaining(["stop", "start", "settled"]),
  );
  expect(lines).toContainEqual(expect.objectContaining({ kind: "rate", baud: 921600 }));
  expect(oneOf(lines, "exchanges")).toMatchObject({
    odd: [],
    by: { "erase sector": { silent: 0 }, "write sector": { n: expect.any(Number), silent: 0 } },
  });
  expect(oneOf(lines, "wire")).toEqual({});
  expect(JSON.stringify(lines).length).toBeLessThan(4096);
});

test("an answer that did not come, a refusal and a wrong place are told with what was asked", async () => {
  const dropped = await accountOf({ faults: ["drops-reply:40:once"] });
  expect(oneOf(dropped, "exchanges").odd).toEqual([
    expect.objectContaining({ odd: expect.stringMatching(/^no answer in \d+ ms$/) }),
  ]);
  const refused = await accountOf({ faults: ["status:0x07:1:5:once"] });
  expect(oneOf(refused, "exchanges").odd).toContainEqual(
    expect.objectContaining({
      asked: expect.stringMatching(/^write sector 0x/),
      odd: "status 0x01",
    }),
  );
  const strayed = await accountOf({ faults: ["stray:3:0x1000:once"] });
  expect(oneOf(strayed, "exchanges").odd).toContainEqual(
    expect.objectContaining({ odd: expect.stringMatching(/^answered for 0x/) }),
  );
});

test("of a run that did not pass the last of its wire is there, many of the same frame as one", async () => {
  const lines = await accountOf({ faults: ["silent"] });
  const { frames } = oneOf(lines, "wire");
  expect(frames).toContainEqual(expect.arrayContaining(["->", "link check", "01e0fc0100"]));
  const text = textAccount("R1", lines);
  expect(text).toMatch(/-> link check {2}01e0fc0100 {2}\d+ times, until \d+ ms/);
  expect(text).toMatch(/run-ended verdict fail, failure \{"code":"no-link"/);
});

describe.each([
  { name: "read back", order: { verify: "readback" }, faults: [] },
  { name: "a poor wire", order: { verify: "readback" }, faults: ["drops:0.0005"] },
] as const)("nothing that a flash or a board holds is in an account: $name", (way) => {
  test("neither image nor secret", async () => {
    const own = given();
    const lines: string[] = [];
    const run = startJournalled(scratchJournal(), { run: "R1" }, "bk7231n", {
      flash: usedFlash("bk7231n"),
      faults: way.faults,
      order: { ...way.order, own },
      account: (line) => lines.push(line),
    });
    // Without a pass the wire is in the account, too.
    run.when(
      (news) => news.kind === "step-started" && news.step === "boot",
      () => run.abort(),
    );
    await run.settle();
    const text = lines.join("\n");
    expect(text).toContain('"kind":"wire"');
    expect(text).not.toContain(PSK.slice(4, 16));
    const held = Buffer.concat([
      ...run.plan.regions.map(({ bytes }) => bytes),
      run.fixture.board.flash.subarray(FIELDS_AT, FIELDS_AT + 4096),
      run.before.subarray(FIELDS_AT, FIELDS_AT + 4096),
    ]).toString("hex");
    const shown = [...text.matchAll(/[0-9a-f]{24,}/g)].map(([hex]) => hex.slice(-16));
    expect(shown.filter((hex) => !/^(00|ff)+$/.test(hex) && held.includes(hex))).toEqual([]);
  });
});

test("bytes of no frame are shown, but not while they may be a piece of what a flash holds or is given", () => {
  const wire = new WireAccount(() => 0);
  const piece = Uint8Array.of(0xde, 0xad);
  wire.noise(piece);
  for (const content of [read4k(0), write4k(0, new Uint8Array(4096))]) {
    wire.sent(content);
    wire.noise(piece);
    wire.sent(linkCheck());
    wire.noise(piece);
    wire.received({ kind: "short", op: 1, payload: Uint8Array.of(0) });
    wire.noise(piece);
  }
  const noise = wire.frames.all().filter(({ way }) => way === "~");
  expect(noise.map(({ bytes, hidden }) => [bytes, hidden])).toEqual([
    ["dead", 0],
    ...[
      ["", 2],
      ["", 2],
      ["dead", 0],
    ],
    ...[
      ["", 2],
      ["", 2],
      ["dead", 0],
    ],
  ]);
  wire.noise(new Uint8Array(1000));
  expect(wire.frames.newest).toMatchObject({ bytes: `dead${"00".repeat(30)}`, hidden: 970 });
});

test("a code key is not shown as its bytes are read", () => {
  const value = {
    kind: "short",
    op: 3,
    payload: Uint8Array.of(0x78, 0, 0x80, 0, 0xab, 1, 0, 0),
  } as const;
  expect(tellReply(value)).toMatchObject({ bytes: "78008000", hidden: 4 });
});

test("a log port's lines have their times, the middle of many is left out, a secret's line as a whole", () => {
  let now = 0;
  const port = new LogPortLines(() => now, [PSK]);
  port.push("boot\r\nkey ");
  now = 7;
  port.push(`${PSK.toUpperCase().replaceAll(/(..)/g, "$1:")}\n\u001b[2Jend`);
  port.end();
  expect(port.lines.all()).toEqual([
    [0, "boot"],
    [7, "(a line that shows a secret value)"],
    [7, "\\x1b[2Jend"],
  ]);
  for (let line = 0; line < 100; line += 1) port.push(`${line}\n`);
  expect(port.lines.all()).toHaveLength(80);
  expect(port.lines.left).toBe(23);
});

test("an account is escaped, whatever is in it", () => {
  const text = textAccount("R\u001b[2J", [
    { kind: "run-started", serial: "\u001b]0;x\u0007" },
    { kind: "\u001b[31m", ms: "\u001b", "\u001b[1m": ["\u009b"] },
    { kind: "exchanges", by: 7, odd: ["\u001b"], crcs: null },
    { kind: "wire", frames: [["\u001b", "\u001b", "\u001b"], 5] },
    { kind: "log-port", lines: "\u001b" },
  ]);
  expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});
