import { expect, test } from "vitest";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import { lotExitCode } from "../../libs/lot/lot-counts.ts";
import { passesLuhn } from "../../libs/recipe/check-digits.ts";
import type { OperatorCommand, StationEvent } from "../../libs/station/station-event.ts";
import { gpioToolsOnPath } from "../libs/gpio/gpio-tools.ts";
import type { EventOf } from "../support/lot-events.ts";
import { recordsOf } from "../support/lot-files.ts";
import { type OperatedLine, operateLot } from "../support/operated-line.ts";
import { Workplace } from "../support/run-flashline.ts";

/** A line of a jig's own: its owner is known to the whole machine, other tests included. */
const LID = 57;

/** Serials whose last digit is a Luhn check digit: SN1008, SN1016, ... */
const [STRANGER = "", ...SERIALS] = Array.from({ length: 200 }, (_, count) => `SN${1000 + count}`)
  .filter(passesLuhn)
  .slice(0, 9);

const serial = (place: number): string => SERIALS[place] ?? "";

const kindOf =
  <Kind extends StationEvent["kind"]>(kind: Kind, part: Partial<EventOf<Kind>> = {}) =>
  (event: StationEvent): event is EventOf<Kind> =>
    event.kind === kind &&
    Object.entries(part).every(([key, value]) => Reflect.get(event, key) === value);

const scan = (text: string): OperatorCommand => ({ kind: "scan", serial: text });

const makeJig = (place: Workplace): string => {
  const virtual = (...faults: readonly string[]) => ({ chip: "bk7231n", faults });
  return place.write("jig.yaml", {
    jig: "operated",
    trigger: "operator",
    fixtures: [
      { id: "F01", virtual: virtual() },
      { id: "F02", virtual: virtual("stuck:0x12000:0x01") },
      { id: "F03", virtual: virtual("wrong-chip:0x7238") },
      {
        id: "F04",
        virtual: virtual(),
        inputs: { lid: { kind: "gpiod", chip: "fake", line: LID } },
      },
    ],
  });
};

const makeRecipe = (place: Workplace): string => {
  const version = "1.18.0";
  place.write("app.uf2", buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version }));
  return place.write("recipe.yaml", {
    recipe: "operated-1.18",
    policy: { otherFixtures: 0 },
    chip: "bk7231n",
    images: [{ file: "app.uf2" }],
    serial: { pattern: "SN[0-9]{4}", check: "luhn" },
  });
};

/** What an operator does at one nest, and sees there. */
const atNest = (line: OperatedLine, fixture: string) => ({
  chooses: () => line.say(scan(`fixture:${fixture}`), kindOf("fixture-chosen", { fixture })),
  /** Has a board run there, until the lot has taken in how that ended. */
  runs: async (command: OperatorCommand, board: string) => {
    const isOver = (event: StationEvent): event is EventOf<"fixture-waiting" | "fixture-idle"> =>
      (event.kind === "fixture-waiting" || event.kind === "fixture-idle") &&
      event.fixture === fixture;
    await line.say(command, isOver);
    return await line.sees(kindOf("run-ended", { fixture, serial: board }));
  },
  says: <Kind extends StationEvent["kind"]>(
    command: OperatorCommand,
    kind: Kind,
    part: Partial<EventOf<Kind>> = {},
  ) => line.say(command, kindOf(kind, { fixture, ...part } as Partial<EventOf<Kind>>)),
});

/** Each wrong scan, and why it is refused. */
const refuses = async (line: OperatedLine, text: string, reason: string, fixture?: string) => {
  const refused = await line.say(scan(text), kindOf("scan-refused", { serial: text }));
  expect(refused).toMatchObject({ reason, ...(fixture !== undefined && { fixture }) });
};

test("an operator through Redis: wrong scans, acknowledgements, a re-seat, a lock, a pause, to the lot's end", async () => {
  await using place = new Workplace();
  using tools = gpioToolsOnPath(1);
  tools.pull(LID, 0);
  const lot = {
    jigPath: makeJig(place),
    recipePath: makeRecipe(place),
    serials: SERIALS,
    operator: "Eva",
  };
  await operateLot(place, lot, async (line) => {
    const [f01, f02, f03, f04] = ["F01", "F02", "F03", "F04"].map((id) => atNest(line, id));
    if (f01 === undefined || f02 === undefined || f03 === undefined || f04 === undefined) return;
    expect(await line.sees(kindOf("lot-started"))).toMatchObject({
      station: "line-9",
      recipeSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      numericSerials: [],
    });
    expect(await line.sees(kindOf("station-health"))).toMatchObject({
      journal: "good",
      redis: "up",
    });
    await line.sees(kindOf("fixture-waiting", { fixture: "F04", awaits: "lid" }));

    await refuses(line, "SN101", "malformed");
    await refuses(line, "\u001b[2JSN1007\u0007", "malformed");
    await refuses(line, `SN${Number(serial(0).slice(2)) + 1}`, "check-digit");
    await refuses(line, STRANGER, "unknown");
    expect(line.told.filter(({ kind }) => kind === "run-started")).toEqual([]);

    await f01.chooses();
    expect(await f01.runs(scan(serial(0)), serial(0))).toMatchObject({ verdict: "pass" });
    const first = { fixture: "F01", serial: serial(0) };
    expect(await line.sees(kindOf("run-started", first))).toMatchObject({
      port: expect.stringMatching(/^\//),
    });
    expect(await line.sees(kindOf("board-linked", first))).toMatchObject({ baud: 921_600 });
    await refuses(line, serial(0), "already-passed");

    await f04.chooses();
    await f04.says(scan(serial(1)), "fixture-waiting", { serial: serial(1), awaits: "lid" });
    await refuses(line, serial(1), "duplicate", "F04");
    tools.pull(LID, 1);
    await line.sees(kindOf("run-started", { fixture: "F04", serial: serial(1) }));
    await line.sees(kindOf("fixture-waiting", { fixture: "F04", awaits: "reopen" }));

    // A board that fails is repeated once by itself, once by hand after a re-seat, and then is done with.
    await f02.chooses();
    const shown = f02.says(scan(serial(2)), "fixture-waiting", { awaits: "acknowledge" });
    expect(await shown).toMatchObject({ serial: serial(2), retry: "by-hand" });
    expect(
      await f02.says({ kind: "retry", fixture: "F02" }, "fixture-waiting", {
        awaits: "acknowledge",
      }),
    ).toMatchObject({ serial: serial(2), retry: "none" });
    await f02.says({ kind: "retry", fixture: "F02" }, "command-refused", {
      reason: "retries-used",
    });
    await f02.says({ kind: "start" }, "result-cleared", { serial: serial(2), by: "key" });

    await f03.chooses();
    expect(await f03.runs(scan(serial(3)), serial(3))).toMatchObject({ verdict: "fail" });
    await line.sees(kindOf("fixture-waiting", { fixture: "F03", awaits: "acknowledge" }));
    await f03.says({ kind: "retry", fixture: "F03" }, "command-refused", { reason: "set-aside" });
    await f03.says({ kind: "lock", fixture: "F03" }, "fixture-locked", { by: "Eva" });
    await f03.says(scan(serial(3)), "result-cleared", { by: "scan" });
    await refuses(line, serial(3), "set-aside");
    await refuses(line, "fixture:F03", "locked", "F03");
    await f02.says({ kind: "lock", fixture: "F02", by: "Ada" }, "fixture-locked", { by: "Ada" });
    await f04.says({ kind: "lock", fixture: "F04" }, "fixture-locked", { by: "Eva" });

    await line.say({ kind: "pause" }, kindOf("line-paused", { by: "Eva" }));
    await refuses(line, serial(4), "paused");
    await line.say({ kind: "start" }, kindOf("command-refused", { reason: "paused" }));
    await line.say({ kind: "resume" }, kindOf("line-resumed"));

    const begun = f01.runs(scan(serial(4)), serial(4));
    await refuses(line, serial(4), "in-fixture", "F01");
    expect(await begun).toMatchObject({ verdict: "pass" });

    // The rest by keys, as the line asks for them.
    for (const board of SERIALS.slice(5)) {
      await line.sees(kindOf("fixture-waiting", { fixture: "F01", serial: board }));
      expect(await f01.runs({ kind: "start", fixture: "F01" }, board)).toMatchObject({
        verdict: "pass",
      });
    }
    expect(lotExitCode(await line.ended)).toBe(1);
    expect(await line.sees(kindOf("lot-ended"))).toMatchObject({ pass: 6, fail: 2, notRun: 0 });
  });
  const runs = recordsOf(place).map(
    (it) => `${it.serial} ${it.fixture} ${it.attempt} ${it.verdict}`,
  );
  expect(runs).toEqual([
    `${serial(0)} F01 1 pass`,
    `${serial(1)} F04 1 pass`,
    `${serial(2)} F02 1 fail`,
    `${serial(2)} F02 2 fail`,
    `${serial(2)} F02 3 fail`,
    `${serial(3)} F03 1 fail`,
    ...SERIALS.slice(4).map((board) => `${board} F01 1 pass`),
  ]);
});
