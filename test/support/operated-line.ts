import { resolve } from "node:path";
import { ulid } from "ulid";
import { PROGRAM_VERSION } from "../../apps/cli/version.ts";
import { conductLot } from "../../apps/coordinator/conduct-lot.ts";
import { openLine } from "../../apps/coordinator/line/open-line.ts";
import type { LotRequest } from "../../apps/coordinator/prepare/lot-request.ts";
import { type JigRequest, prepareLot } from "../../apps/coordinator/prepare/prepare-lot.ts";
import { openViewer } from "../../libs/dispatch/open-viewer.ts";
import { journalPlace } from "../../libs/journal/journal-place.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { LotPlan } from "../../libs/lot/lot-plan.ts";
import type { OperatorCommand, StationEvent } from "../../libs/station/station-event.ts";
import { DATA } from "./lot-files.ts";
import type { Workplace } from "./run-flashline.ts";

/** A hang limit, not a measurement. */
const HANG_MS = 50_000;

/** What a lot with an operator is run with. */
export interface OperatedLot {
  readonly jigPath: string;
  readonly recipePath: string;
  readonly serials: LotRequest["serials"];
  readonly operator: string;
}

/** An operator at a real line, who sees and says all through Redis. */
export interface OperatedLine {
  /** Says something, and returns the first event from then on that fits. Rejects with all news if none comes. */
  say<Fitting extends StationEvent>(
    command: OperatorCommand,
    fits: (event: StationEvent) => event is Fitting,
  ): Promise<Fitting>;
  /** The first event that fits, told already or still to come. */
  sees<Fitting extends StationEvent>(
    fits: (event: StationEvent) => event is Fitting,
  ): Promise<Fitting>;
  /** All that the operator was told. */
  readonly told: readonly StationEvent[];
  /** How the lot ended. */
  readonly ended: Promise<LotPlan>;
}

/** Tells what comes, and what of it fits. */
const makeEars = () => {
  const told: StationEvent[] = [];
  const hopes = new Set<() => void>();
  const await_ = <Fitting extends StationEvent>(
    from: number,
    fits: (event: StationEvent) => event is Fitting,
  ): Promise<Fitting> => {
    const hope = Promise.withResolvers<Fitting>();
    const look = (): void => {
      const found = told.slice(from).find(fits);
      if (found !== undefined) hope.resolve(found);
    };
    const timer = setTimeout(
      () => hope.reject(new Error(`never told; told was ${JSON.stringify(told.slice(from))}`)),
      HANG_MS,
    );
    hopes.add(look);
    look();
    return hope.promise.finally(() => {
      clearTimeout(timer);
      hopes.delete(look);
    });
  };
  const hear = (event: StationEvent): void => {
    told.push(event);
    for (const look of [...hopes]) look();
  };
  return { told, hear, await: await_ };
};

/**
 * Runs a lot of virtual boards with real workers and a real Redis, as the program does, in this process; the
 * operator is the test. Resolves once `body` and the lot are over.
 */
export const operateLot = async (
  place: Workplace,
  { jigPath, recipePath, serials, operator }: OperatedLot,
  body: (line: OperatedLine) => Promise<void>,
): Promise<void> => {
  const [, program = ""] = process.argv;
  process.argv[1] = resolve("dist/apps/cli/main.js");
  using owned = new DisposableStack();
  owned.defer(() => {
    process.argv[1] = program;
  });
  const dataDir = place.path(DATA);
  const request: JigRequest = {
    ...{ jigPath, recipePath, serials, operator, dataDir },
    ...{ lot: "L1", backupDir: undefined, redisUrl: undefined },
    ...{ view: "dashboard", hasTerminal: true, program: PROGRAM_VERSION, fast: true },
  };
  const prepared = await prepareLot(request);
  using journal = openJournal(dataDir, { mode: "write" });
  const session = ulid();
  await using line = await openLine(request, prepared, session, new AbortController().signal);
  for (const { images } of new Set(prepared.recipes.values())) {
    for (const { sha256, bytes } of images) await line.dispatch.storeImage(sha256, bytes);
  }
  await using viewer = await openViewer({ url: line.redisUrl });
  const ears = makeEars();
  using _hearing = viewer.onEvent(ears.hear);
  while (viewer.health().line !== "running") await new Promise(setImmediate);
  const stop = new AbortController();
  const ended = conductLot({
    ...{ lot: "L1", session, station: "line-9", request, prepared, line, journal },
    journalPlace: await journalPlace("line-9", dataDir),
    mark: { kind: "none" },
    earlier: new Map(),
    checkRuns: new Map(),
    proofs: [],
    listen: () => undefined,
    operatorLeft: new Promise(() => undefined),
    signal: stop.signal,
  });
  try {
    await body({
      told: ears.told,
      ended,
      sees: (fits) => ears.await(0, fits),
      say: async (command, fits) => {
        const from = ears.told.length;
        if ((await viewer.sendCommand(command)) !== "heard") throw new Error("nobody heard that");
        return ears.await(from, fits);
      },
    });
  } finally {
    stop.abort();
    await ended;
  }
};
