import type { NestPlaces } from "../../apps/simulator/start-simulator.ts";
import { asciiBytes } from "../../libs/bytes/text.ts";
import { loadBoard } from "../../libs/simulator/board-client.ts";
import { openPty } from "../libs/link/open-pty.ts";
import type { Workplace } from "../support/run-flashline.ts";

/** What a board says on its log port once it works, and what it says when it does not. */
export const BOOT_WORDS = { works: "app is up", broken: "app is broken" } as const;

const BOARDS = {
  good: { faults: [] },
  "badly-seated": { faults: ["wrong-crc"] },
  "other-chip": { chip: "bk7231t", faults: [] },
} as const;

/** What kind of board is put in. */
export type BoardKind = keyof typeof BOARDS;

/** A nest of the jig. */
interface TrialNest {
  readonly id: string;
  readonly inputs?: object;
}

/** Nests with simulated boards that start up when the test says so: a run lasts until then. */
export interface TrialNests extends Disposable {
  /** The jig's path. */
  readonly jig: string;
  /** Puts the next board in: one as any other, one that sits so badly that it fails, or one of another product. */
  load(fixture: string, kind?: BoardKind): Promise<void>;
  /** Puts the board in the nest in again, well. */
  reseat(fixture: string): Promise<void>;
  /** The board in the nest says this on its log port. */
  speak(fixture: string, words: keyof typeof BOOT_WORDS): void;
}

/** Serves the nests until the workplace is left. */
export const serveTrialNests = async (
  place: Workplace,
  nests: readonly TrialNest[],
): Promise<TrialNests> => {
  using opening = new DisposableStack();
  const socket = place.path("boards.sock");
  const virtual = place.write("virtual.yaml", {
    jig: "boards",
    trigger: "auto",
    fixtures: nests.map(({ id }) => ({ id, virtual: { chip: "bk7231n" } })),
  });
  const simulator = place.start("simulate", "--jig", virtual, "--fast", "--control", socket);
  const stdout = await simulator.printed((text) => text.split("\n").length > nests.length);
  const logs = new Map(nests.map(({ id }) => [id, opening.use(openPty())]));
  const fixtures = nests.map(({ id, inputs }, index) => {
    const { flashPort }: NestPlaces = JSON.parse(stdout.split("\n")[index] ?? "");
    const power = { kind: "virtual", socket, board: id };
    return { id, flashPort, logPort: logs.get(id)?.path, power, offMs: 50, inputs };
  });
  const jig = place.write("jig.yaml", { jig: "trial", trigger: "operator", fixtures });
  const seeds = new Map<string, number>();
  let seed = 0;
  const open = opening.move();
  return {
    jig,
    load: async (fixture, kind = "good") => {
      seed += 1;
      seeds.set(fixture, seed);
      await loadBoard(socket, fixture, { seed, ...BOARDS[kind], faults: [...BOARDS[kind].faults] });
    },
    reseat: (fixture) => loadBoard(socket, fixture, { seed: seeds.get(fixture) ?? 0, faults: [] }),
    speak: (fixture, words) => logs.get(fixture)?.send(asciiBytes(`${BOOT_WORDS[words]}\r\n`)),
    [Symbol.dispose]: () => open.dispose(),
  };
};
