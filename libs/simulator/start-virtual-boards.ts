import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { StationError } from "../failure/station-error.ts";
import { isVirtual, type Jig, type WiredFixture, type WiredJig } from "../jig/jig.ts";
import { startProcess } from "../process/start-process.ts";
import { loadBoard, loadShelved, shelveBoard } from "./board-client.ts";
import type { ParticularBoard } from "./particular-board.ts";
import type { WireSpeed } from "./receive-line.ts";

/** The simulated boards of a jig, on pseudo-terminals. */
export interface VirtualBoards extends AsyncDisposable {
  /** The jig with its virtual fixtures as wired ones. */
  readonly jig: WiredJig;
  /** Ids of the virtual fixtures. */
  readonly fixtures: ReadonlySet<string>;
  /** Resolves with the simulator's last words when it has ended: its ports never come back. */
  readonly ended: Promise<string>;
  /** Takes the board out of a virtual fixture and puts a fresh one in, or that one; elsewhere does nothing. */
  load(fixture: string, board?: ParticularBoard): Promise<void>;
  /** Takes the board out of a virtual fixture as it is, and lays it aside under the name; elsewhere does nothing. */
  shelve(fixture: string, name: string): Promise<void>;
  /** Puts the board that was laid aside under the name into a virtual fixture; elsewhere does nothing. */
  loadShelved(fixture: string, name: string): Promise<void>;
}

/** How to simulate a jig's boards. */
export interface VirtualBoardsOptions {
  /** The file the jig was read from. */
  readonly jigPath: string;
  readonly speed: WireSpeed;
  /** File that the simulator's messages are appended to. */
  readonly logFile: string;
}

const START_MS = 30_000;
const STOP_MS = 5000;
/** A simulated supply has no capacitors. */
const OFF_MS = 50;

const portsSchema = z.object({
  fixture: z.string(),
  flashPort: z.string(),
  logPort: z.string(),
  spi: z.string(),
});

/** Starts `flashline simulate` for the jig's virtual fixtures. @throws StationError */
export const startVirtualBoards = async (
  jig: Jig,
  { jigPath, speed, logFile }: VirtualBoardsOptions,
): Promise<VirtualBoards> => {
  await using opening = new AsyncDisposableStack();
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), "flashline-sim-")), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const socket = join(folder, "control.sock");
  const virtual = new Set(jig.fixtures.filter(isVirtual).map(({ id }) => id));
  const wired = new Map<string, WiredFixture>();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fast = speed === "instant" ? ["--fast"] : [];
  const simulator = startProcess({
    args: ["simulate", "--jig", jigPath, "--control", socket, "--owned", ...fast],
    logFile,
    onLine: (line) => {
      const { fixture, flashPort, logPort, spi } = portsSchema.parse(JSON.parse(line));
      const power = { kind: "virtual", socket, board: fixture } as const;
      wired.set(fixture, {
        id: fixture,
        flashPort,
        logPort,
        power,
        reset: { kind: "none" },
        spi: { programmer: spi },
        offMs: OFF_MS,
      });
      if (wired.size === virtual.size) resolve();
    },
  });
  opening.defer(async () => void (await simulator.stop(STOP_MS)));
  const ended = simulator.ended.then(simulator.lastWords);
  void ended.then((words) => reject(new StationError(`The simulator ended: ${words}`)));
  const timer = setTimeout(
    () => reject(new StationError("The simulator did not come up.")),
    START_MS,
  );
  await promise.finally(() => clearTimeout(timer));
  const fixtures = jig.fixtures.map((fixture) => {
    if (!isVirtual(fixture)) return fixture;
    const ports = wired.get(fixture.id);
    if (ports === undefined)
      throw new StationError(`The simulator has no board for ${fixture.id}.`);
    const { recipe, supply, inputs, lamps } = fixture;
    return { ...ports, recipe, supply, inputs, lamps };
  });
  const open = opening.move();
  return {
    jig: { ...jig, fixtures },
    fixtures: virtual,
    ended,
    load: async (fixture, board) => {
      if (virtual.has(fixture)) await loadBoard(socket, fixture, board);
    },
    shelve: async (fixture, name) => {
      if (virtual.has(fixture)) await shelveBoard(socket, fixture, name);
    },
    loadShelved: async (fixture, name) => {
      if (virtual.has(fixture)) await loadShelved(socket, fixture, name);
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};
