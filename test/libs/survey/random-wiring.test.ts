import fc from "fast-check";
import { expect, test } from "vitest";
import { levelOf } from "../../../libs/survey/finding.ts";
import { readMatrix } from "../../../libs/survey/read-matrix.ts";
import {
  JigWires,
  type NestWires,
  type PortWires,
  type RelayWires,
  rightNest,
} from "../../support/jig-wires.ts";

const MOST = 4;

/** Mostly as it should be, so that jigs with one or two faults are common. */
const mostly = <T>(right: T, wrong: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: wrong });

const board = fc.nat({ max: MOST - 1 });

const port: fc.Arbitrary<PortWires> = fc.record({
  hears: fc.oneof(
    fc.constantFrom("itself" as const, "nothing" as const),
    fc.record({ board, uart: fc.constantFrom(1 as const, 2 as const) }),
  ),
  reaches: fc.option(board, { nil: undefined }),
});

const works: fc.Arbitrary<RelayWires["works"]> = fc.constantFrom(
  ...(["never", "always-on", "inverted", "fails", "sticks"] as const),
);

/** One nest of a jig: all random choices are mostly right. */
const nest = (at: number, log: "log" | "no-log"): fc.Arbitrary<NestWires> =>
  fc.constantFrom("bk7231n" as const, "bk7231t" as const, "bk7238" as const).chain((chip) => {
    const right = rightNest(at, chip, log);
    return fc.record({
      chip: fc.constant(chip),
      faults: mostly<readonly string[]>(
        [],
        fc.constantFrom(["holds-charge:60000"], ["silent"], ["late:600"], ["late:1200"]),
      ),
      relay: fc.record({
        feeds: mostly(right.relay.feeds, fc.uniqueArray(board, { maxLength: 2 })),
        works: mostly<RelayWires["works"]>("right", works),
      }),
      flash: mostly(right.flash, port),
      log: right.log === undefined ? fc.constant(undefined) : mostly(right.log, port),
    });
  });

/** Wires to boards that are not there end nowhere. */
const within = (count: number, { relay, flash, log, ...rest }: NestWires): NestWires => {
  const cut = ({ hears, reaches }: PortWires): PortWires => ({
    hears: typeof hears === "object" && hears.board >= count ? "nothing" : hears,
    reaches: reaches !== undefined && reaches >= count ? undefined : reaches,
  });
  const feeds = relay.feeds.filter((fed) => fed < count);
  return { ...rest, relay: { ...relay, feeds }, flash: cut(flash), log: log && cut(log) };
};

const jig: fc.Arbitrary<NestWires[]> = fc
  .record({ count: fc.integer({ min: 2, max: MOST }), log: fc.constantFrom("log", "no-log") })
  .chain(({ count, log }) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, at) =>
        nest(at, log === "log" ? "log" : "no-log").map((wires) => within(count, wires)),
      ),
    ),
  );

/** Every relay feeds its own board and no other, and every port is where the jig says. */
const isTrulyRight = (nests: readonly NestWires[]): boolean =>
  nests.every(({ chip, faults = [], relay, flash, log }, at) => {
    const right = rightNest(at, chip, log === undefined ? "no-log" : "log");
    const isGood = faults.every((fault) => fault.startsWith("late"));
    return (
      isGood &&
      JSON.stringify([relay, flash, log]) === JSON.stringify([right.relay, right.flash, right.log])
    );
  });

test("whatever the wiring, what is found is true, and only a right jig is called right", async () => {
  await fc.assert(
    fc.asyncProperty(jig, async (nests) => {
      const wires = new JigWires(nests, 100);
      const { survey, findings } = await wires.survey();
      const isRight = findings.every((finding) => levelOf(finding) === "warning");
      expect(isRight).toBe(isTrulyRight(nests));
      for (const { control, answering, logging } of readMatrix(survey).rows) {
        const relay = nests[Number(control.slice(1)) - 1]?.relay;
        const isTrue = (heard: string, uart: 1 | 2): boolean => {
          const [id = "", which] = heard.split("/");
          const nest = nests[Number(id.slice(1)) - 1];
          const ends = which === "flash" ? nest?.flash.hears : nest?.log?.hears;
          if (typeof ends !== "object") return false;
          return (relay?.feeds.includes(ends.board) ?? false) && (ends.uart === uart || uart === 2);
        };
        for (const heard of answering) expect([control, heard, isTrue(heard, 1)]).toContain(true);
        for (const heard of logging) expect([control, heard, isTrue(heard, 2)]).toContain(true);
      }
      expect(wires.boards.every(({ powered }, at) => !powered || isFedAlways(nests, at))).toBe(
        true,
      );
    }),
    { numRuns: 25 },
  );
});

const isFedAlways = (nests: readonly NestWires[], at: number): boolean =>
  nests.some(
    ({ relay }) =>
      relay.feeds.includes(at) && ["always-on", "inverted", "sticks"].includes(relay.works),
  );
