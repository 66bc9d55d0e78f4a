import { tmpdir } from "node:os";
import { join } from "node:path";
import { FAKE_GPIO } from "../libs/gpio/with-fake-gpio.ts";
import { DATA } from "./lot-files.ts";
import type { Started, Workplace } from "./run-flashline.ts";
import { type SupplyChange, watchGpio } from "./watch-gpio.ts";
import type { WiredBench } from "./wired-bench.ts";

/** Where a nest's relay is on the stand-in chip. */
export interface GpioRelay {
  readonly fixture: string;
  readonly line: number;
  readonly activeLow: boolean;
}

/** The relays of two nests. */
export const RELAYS: readonly GpioRelay[] = [
  { fixture: "F01", line: 3, activeLow: true },
  { fixture: "F02", line: 4, activeLow: false },
];

/** What differs from a lot on two nests with the usual rules of power. */
export interface GpioLotOptions {
  /** In the order of the bench's nests. */
  readonly relays?: readonly GpioRelay[];
  /** More fields of the jig file. */
  readonly jig?: Readonly<Record<string, unknown>>;
}

/** The lot L1 on boards whose supply is switched by onoff. */
export interface GpioLot extends Disposable {
  readonly run: Started;
  /** Of the stand-in for /sys/class/gpio. */
  readonly log: string;
  /** Each with the time it was seen, in ms. */
  readonly changes: readonly (SupplyChange & { readonly seenAt: number })[];
  /** Resolves when the boards are as the relays were last seen. */
  settled(): Promise<void>;
}

/** Runs boards through a bench; whenever a nest has no power the next board is put into it. */
export const startGpioLot = (
  place: Workplace,
  bench: WiredBench,
  boards: number,
  { relays = RELAYS, jig: more = {} }: GpioLotOptions = {},
): GpioLot => {
  const fixtures = bench.nests.map((nest, index) => {
    const power = { kind: "gpio", chip: "fake", ...relays[index], fixture: undefined };
    return { ...nest, power };
  });
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", ...more, fixtures });
  const byLine = new Map(relays.map((relay) => [relay.line, relay]));
  const log = place.write("gpio.log", "");
  const changes: (SupplyChange & { readonly seenAt: number })[] = [];
  // The wire from relay to board.
  const switchBoard = async (fixture: string, to: "on" | "off"): Promise<void> => {
    await bench.switchPower(fixture, to);
    if (to === "off") await bench.load(fixture);
  };
  const turns = new Map<number, Promise<void>>();
  const watching = watchGpio(
    log,
    (line) => byLine.get(line)?.activeLow === true,
    (change) => {
      changes.push({ ...change, seenAt: Date.now() });
      const { line, to } = change;
      const turn = turns.get(line) ?? Promise.resolve();
      turns.set(
        line,
        turn.then(() => switchBoard(byLine.get(line)?.fixture ?? "", to)),
      );
    },
  );
  const environment = {
    FAKEGPIO_LOG: log,
    FAKEGPIO_BASE: "571",
    FAKEGPIO_BUILD: join(tmpdir(), "fakegpio-build"),
  };
  const lot = ["--first", "SN01", "--count", String(boards), "--lot", "L1", "--data", DATA];
  const run = place.startBy(FAKE_GPIO, environment, "run", "--jig", jig, ...lot, "--json");
  const settled = async (): Promise<void> => {
    await Promise.all(turns.values());
  };
  return { run, log, changes, settled, [Symbol.dispose]: () => watching[Symbol.dispose]() };
};
