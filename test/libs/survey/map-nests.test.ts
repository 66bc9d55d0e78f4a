import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { mapNests } from "../../../libs/survey/map-nests.ts";
import { takeSurvey } from "../../../libs/survey/take-survey.ts";
import { JigWires, type NestWires, nestId, rightNest } from "../../support/jig-wires.ts";

const CHIPS: readonly ChipName[] = ["bk7231n", "bk7231t", "bk7238", "bk7252"];

const nestsOf = (count: number, log: "log" | "no-log"): NestWires[] =>
  Array.from({ length: count }, (_, at) =>
    rightNest(at, CHIPS[at % CHIPS.length] ?? "bk7231n", log),
  );

/** Discovers a jig of which nothing but the relays is known. */
const discover = async (wires: readonly NestWires[], order: readonly string[] = []) => {
  const jig = new JigWires(wires);
  const controls = jig.controls.map((control) => ({ ...control, expects: [], expectsLog: [] }));
  const ids = [...new Set([...order, ...jig.links.keys()])];
  const ports = ids.flatMap((id) => {
    const link = jig.links.get(id);
    return link === undefined ? [] : [{ id, link }];
  });
  const { signal } = new AbortController();
  const survey = await takeSurvey(controls, ports, {
    clock: jig.clock,
    signal,
    logs: "all",
    repeat: 1,
  });
  return mapNests(survey);
};

test.each(["log", "no-log"] as const)(
  "whatever the order of the ports, each relay's flash and log port are found (%s)",
  async (log) => {
    const ports = nestsOf(4, log).flatMap((_, at) => [`${nestId(at)}/flash`, `${nestId(at)}/log`]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(ports, { minLength: ports.length }), async (order) => {
        const found = await discover(nestsOf(4, log), order);
        expect(
          found.map(({ control, flashPort, problem }) => [control, flashPort, problem]),
        ).toEqual([0, 1, 2, 3].map((at) => [nestId(at), `${nestId(at)}/flash`, undefined]));
        const logPorts = found.map(({ logPort }) => logPort);
        // A BK7238's bootloader also logs on UART1.
        expect(logPorts).toEqual(
          log === "log"
            ? [0, 1, 2, 3].map((at) => `${nestId(at)}/log`)
            : [undefined, undefined, "F03/flash", undefined],
        );
      }),
      { numRuns: 4 },
    );
  },
);

test.each<[string, (nests: NestWires[]) => Partial<NestWires>, object]>([
  ["a dead relay", () => ({ relay: { feeds: [], works: "never" } }), { kind: "silent" }],
  [
    "a relay that fails",
    () => ({ relay: { feeds: [0], works: "fails" } }),
    { kind: "relay-failed", failure: { code: "relay-failed", control: "F01", reason: "stuck" } },
  ],
  [
    "a relay that works the wrong way round",
    () => ({ relay: { feeds: [0], works: "inverted" } }),
    { kind: "inverted", ports: ["F01/flash"] },
  ],
  [
    "a relay of two boards",
    () => ({ relay: { feeds: [0, 2], works: "right" } }),
    { kind: "several", ports: ["F01/flash", "F03/flash"] },
  ],
  [
    "a relay of another's board",
    () => ({ relay: { feeds: [1], works: "right" } }),
    { kind: "moved-by-others", port: "F02/flash", others: ["F02"] },
  ],
  [
    "a flash port on UART2",
    () => ({ flash: { hears: { board: 0, uart: 2 }, reaches: undefined }, log: undefined }),
    { kind: "only-log", ports: ["F01/flash"] },
  ],
  [
    "RX and TX of a board on two adapters",
    () => ({
      flash: { hears: { board: 0, uart: 1 }, reaches: undefined },
      log: { hears: "nothing", reaches: 0 },
    }),
    { kind: "split-wires", port: "F01/flash", hears: ["F01/log"] },
  ],
])("%s is told, and no nest is invented", async (_, change, problem) => {
  const nests = nestsOf(3, "log");
  const [first, ...others] = nests;
  if (first === undefined) throw new Error("no nest");
  const [found] = await discover([{ ...first, ...change(nests) }, ...others]);
  expect(found).toEqual({ control: "F01", flashPort: undefined, logPort: undefined, problem });
});
