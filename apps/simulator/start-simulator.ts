import { randomInt } from "node:crypto";
import { appendFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../libs/clock/clock.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { makeFolder } from "../../libs/input/make-folder.ts";
import { isVirtual, type Jig, type RelayChannel, type VirtualFixture } from "../../libs/jig/jig.ts";
import type { WireSpeed } from "../../libs/simulator/receive-line.ts";
import { RelayWires } from "../../libs/simulator/relay-wires.ts";
import { VirtualNest } from "../../libs/simulator/virtual-nest.ts";
import { NestBench } from "./nest-bench.ts";
import { plugRelayBoards } from "./plug-relay-boards.ts";
import { serveControl } from "./serve-control.ts";

/** What to simulate. */
export interface SimulatorOptions {
  readonly jig: Jig;
  /** "instant": wire and flash take no time. */
  readonly speed: WireSpeed;
  /** "itself": boards always have power, and start again for a host that they do not understand. */
  readonly resets?: "from-outside" | "itself" | undefined;
  /** Folder that keeps each board's flash as `<fixture>.bin`; nothing is kept if absent. */
  readonly stateDir?: string | undefined;
  /** File that takes a `PoweredSpan` as a JSON line each time a board had power. */
  readonly accountFile?: string | undefined;
  /** Where to serve power requests; a socket in a temporary folder if absent. */
  readonly controlSocket?: string | undefined;
  /** "serial": USB relay boards switch the supplies, too. */
  readonly relayBoards?: "none" | "serial" | undefined;
  /** What the boards go by; the machine's own if absent. */
  readonly clock?: Clock | undefined;
}

/** Where a simulated nest is found; printed as one JSON line. */
export interface NestPlaces {
  readonly fixture: string;
  readonly flashPort: string;
  readonly logPort: string;
  /** The board's SPI bus, as flashrom's `--programmer` wants it. */
  readonly spi: string;
  /** Programs, with their arguments, that switch the board's power; they end with 0 when it is done. */
  readonly powerOn: readonly string[];
  readonly powerOff: readonly string[];
  /** The channel of a simulated USB relay board that switches it, too, where there is one. */
  readonly relay?: RelayChannel;
}

/** The boards of a jig, on pseudo-terminals, until disposed of. */
export interface Simulator extends AsyncDisposable {
  readonly places: readonly NestPlaces[];
  readonly controlSocket: string;
}

/** This program from its own place: `.ts` as sources run, `.js` when built. */
const POWER_SWITCH = fileURLToPath(
  new URL(`./power-switch${extname(import.meta.url)}`, import.meta.url),
);

/** Drawn anew for each board: a simulator started again must not bring back boards that passed. */
const SEEDS = 2 ** 32;

/** Puts a board into each virtual nest of the jig. Rejects with `InputError`. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const fixtures = options.jig.fixtures.filter(isVirtual);
  if (fixtures.length === 0)
    throw new InputError(
      { source: `jig ${options.jig.jig}`, field: "fixtures" },
      "has no virtual nest.",
      "Give one or more fixtures `virtual: { chip: ... }` in place of ports.",
    );
  await using opening = new AsyncDisposableStack();
  if (options.stateDir !== undefined) {
    makeFolder(options.stateDir, { source: "simulate", field: "--state" });
  }
  const nests: VirtualNest[] = [];
  for (const fixture of fixtures) nests.push(opening.use(await openNest(fixture, options)));
  const relays = new RelayWires(fixtures);
  for (const nest of nests) if (relays.isFed(nest.id)) nest.powerOn();
  const bench = new NestBench(nests, relays);
  const clock = options.clock ?? systemClock;
  const channels =
    options.relayBoards === "serial"
      ? opening.use(await plugRelayBoards(bench, clock)).channels
      : new Map<string, RelayChannel>();
  const controlSocket = options.controlSocket ?? (await temporarySocket(opening));
  opening.use(await serveControl(controlSocket, bench));
  const open = opening.move();
  return {
    places: nests.map((nest) => {
      const relay = channels.get(nest.id);
      return { ...placesOf(nest, controlSocket), ...(relay === undefined ? {} : { relay }) };
    }),
    controlSocket,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

const openNest = (
  { id, virtual }: VirtualFixture,
  { speed, resets = "from-outside", stateDir, accountFile, clock = systemClock }: SimulatorOptions,
): Promise<VirtualNest> =>
  VirtualNest.open({
    id,
    config: virtual,
    clock,
    speed,
    resets,
    keptIn: stateDir === undefined ? undefined : join(stateDir, `${id}.bin`),
    nextSeed: () => randomInt(SEEDS),
    account:
      accountFile === undefined
        ? undefined
        : (span) => appendFileSync(accountFile, `${JSON.stringify(span)}\n`),
  });

const temporarySocket = async (opening: AsyncDisposableStack): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "flashline-simulator-"));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "control.sock");
};

const placesOf = ({ id, flashPort, logPort, spi }: VirtualNest, socket: string): NestPlaces => {
  const argv = (to: "on" | "off") => [process.execPath, POWER_SWITCH, socket, id, to];
  return { fixture: id, flashPort, logPort, spi, powerOn: argv("on"), powerOff: argv("off") };
};
