import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awaitFreed } from "../../libs/claims/await-freed.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import type { Fixture } from "../../libs/fixture/fixture.ts";
import { openFixture } from "../../libs/fixture/open-fixture.ts";
import { guardNests } from "../../libs/guard/guard-nests.ts";
import { InputError } from "../../libs/input/input-error.ts";
import {
  type FixtureConfig,
  isVirtual,
  type Jig,
  type VirtualFixture,
  type WiredFixture,
} from "../../libs/jig/jig.ts";
import { readJigFile } from "../../libs/jig/read-jig.ts";
import { selectFixtures } from "../../libs/jig/select-fixtures.ts";
import { checkFlashFile } from "../../libs/simulator/flash-file.ts";
import { faultProblem } from "../../libs/simulator/parse-fault.ts";
import { wiredTogether } from "../../libs/simulator/relay-wires.ts";
import { startVirtualBoards } from "../../libs/simulator/start-virtual-boards.ts";
import { supplyGates } from "../../libs/supply/supply-gates.ts";
import type { BoardOrder } from "./board-order.ts";

/** The guard of a command that was killed just before has the nest for a moment. */
const PATIENCE_MS = 4000;

/** The nest that was asked for, as its jig file has it. */
export interface NamedNest {
  readonly nest: FixtureConfig;
  readonly jig: Jig;
  /** An `InputError` at a field of the nest. */
  nestError(field: readonly string[], problem: string, remedy: string): InputError;
}

/** A nest that this process owns. Disposal leaves its board unpowered. */
export interface OpenNest extends AsyncDisposable {
  readonly fixture: Fixture;
  /** What it is wired to, a simulated one to its pseudo-terminals. */
  readonly wired: WiredFixture;
}

/**
 * Takes one nest of a jig; a virtual one is simulated for as long as it is open. `ask` shows an
 * instruction to the operator.
 * @throws NestTakenError with who holds it, StationError, StepError (`relay-failed`).
 */
export const openNest = async (
  { nest, jig }: NamedNest,
  order: Pick<BoardOrder, "speed">,
  ask: (instruction: string) => void,
): Promise<OpenNest> => {
  // A simulated board draws nothing that others would miss.
  const supply = isVirtual(nest) ? undefined : supplyGates(jig, systemClock).get(nest.id);
  await using opening = new AsyncDisposableStack();
  const wired = isVirtual(nest) ? opening.use(await simulate(nest, jig, order)).nest : nest;
  opening.use(await guardNests({ fixtures: [wired] }, undefined));
  const open = () => openFixture(wired, { clock: systemClock, ask, supply });
  const fixture = opening.use(await awaitFreed(open, PATIENCE_MS));
  const owned = opening.move();
  return { fixture, wired, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};

/** The one nest that was asked for, and its jig. @throws InputError */
export const readNest = async ({
  jigPath,
  fixture,
  hasTerminal,
}: Pick<BoardOrder, "jigPath" | "fixture" | "hasTerminal">): Promise<NamedNest> => {
  const { jig, nestError } = await readJigFile(jigPath, { faultProblem });
  const [nest, another] = selectFixtures(jig, fixture, "--fixture").fixtures;
  if (nest === undefined || another !== undefined) {
    throw new InputError(
      { source: "--fixture" },
      `${fixture} names more than one fixture.`,
      "Give one id: this command is for one board.",
    );
  }
  if (isVirtual(nest)) {
    if (nest.virtual.flash !== undefined) await checkFlashFile(nest.virtual.flash);
  } else if (nest.power.kind === "manual" && !hasTerminal) {
    throw nestError(
      nest.id,
      ["power", "kind"],
      "power `manual` needs a person at a terminal.",
      "Run it in a terminal, or wire a relay.",
    );
  }
  return {
    nest,
    jig,
    nestError: (field, problem, remedy) => nestError(nest.id, field, problem, remedy),
  };
};

interface SimulatedNest extends AsyncDisposable {
  readonly nest: WiredFixture;
}

/** The simulator reads a jig file: it gets one with this nest, and those its relay is wired to. JSON is YAML. */
const simulate = async (
  virtual: VirtualFixture,
  { fixtures }: Jig,
  { speed }: Pick<BoardOrder, "speed">,
): Promise<SimulatedNest> => {
  await using opening = new AsyncDisposableStack();
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), "flashline-nest-")), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const jigPath = join(folder, "jig.yaml");
  const boardsOfJig = wiredTogether(fixtures.filter(isVirtual), virtual.id);
  const alone = boardsOfJig.map((board) => ({ ...board, supply: undefined }));
  const jig: Jig = { jig: "one-board", trigger: "auto", fixtures: alone };
  await writeFile(jigPath, JSON.stringify(jig));
  const options = { jigPath, speed, logFile: join(folder, "simulator.log") };
  const boards = opening.use(await startVirtualBoards(jig, options));
  const nest = boards.jig.fixtures.find(({ id }) => id === virtual.id);
  if (nest === undefined) throw new StationError(`The simulator has no board for ${virtual.id}.`);
  const open = opening.move();
  return { nest, [Symbol.asyncDispose]: () => open.disposeAsync() };
};
