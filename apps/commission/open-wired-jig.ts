import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isVirtual, isWired, type Jig, type WiredFixture } from "../../libs/jig/jig.ts";
import { startVirtualBoards } from "../../libs/simulator/start-virtual-boards.ts";
import type { CommissionOrder } from "./commission-order.ts";

/** A jig's nests by their ports. Disposal ends the simulation of those that have none. */
export interface WiredNests extends AsyncDisposable {
  readonly fixtures: readonly WiredFixture[];
}

/**
 * The nests of `jig`, with the virtual ones simulated. `whole` is the jig that they are of: relays may
 * be wired to boards of nests that nobody looks at.
 * @throws StationError
 */
export const openWiredJig = async (
  jig: Jig,
  whole: Jig,
  { speed }: CommissionOrder,
): Promise<WiredNests> => {
  await using opening = new AsyncDisposableStack();
  const fixtures = jig.fixtures.some(isVirtual)
    ? await simulate(whole, speed, opening)
    : jig.fixtures.filter(isWired);
  const wanted = new Set(jig.fixtures.map(({ id }) => id));
  const open = opening.move();
  return {
    fixtures: fixtures.filter(({ id }) => wanted.has(id)),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

/** The simulator reads a jig file, and needs none but the virtual nests. JSON is YAML. */
const simulate = async (
  jig: Jig,
  speed: CommissionOrder["speed"],
  opening: AsyncDisposableStack,
): Promise<readonly WiredFixture[]> => {
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), "flashline-jig-")), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const jigPath = join(folder, "jig.yaml");
  const simulated: Jig = { ...jig, trigger: "auto", fixtures: jig.fixtures.filter(isVirtual) };
  await writeFile(jigPath, JSON.stringify(simulated));
  const options = { jigPath, speed, logFile: join(folder, "simulator.log") };
  const boards = opening.use(await startVirtualBoards(jig, options));
  return boards.jig.fixtures;
};
