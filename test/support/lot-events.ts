import type { StepName } from "../../libs/failure/step-name.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import type { ProgramEnd, RunningProgram } from "./start-program.ts";

/** An event of one kind. */
export type EventOf<Kind extends StationEvent["kind"]> = Extract<
  StationEvent,
  { readonly kind: Kind }
>;

/** What `run --json` told, in order. */
export const eventsOf = ({ stdout }: Pick<ProgramEnd, "stdout">): readonly StationEvent[] =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** The first event of `run --json` that fits, told already or still to come. Rejects if it ends without one. */
export const awaitEvent = async <Fitting extends StationEvent>(
  run: RunningProgram,
  fits: (event: StationEvent) => event is Fitting,
): Promise<Fitting> => JSON.parse(await run.awaitLine((line) => fits(JSON.parse(line))));

/** The start of the worker that serves a fixture. */
export const isWorkerOf =
  (fixture: string) =>
  (event: StationEvent): event is EventOf<"worker-started"> =>
    event.kind === "worker-started" && event.fixtures.includes(fixture);

/** The start of a step in a fixture. */
export const isStep =
  (step: StepName, fixture: string) =>
  (event: StationEvent): event is EventOf<"step-started"> =>
    event.kind === "step-started" && event.step === step && event.fixture === fixture;

/** The end of a run in a fixture. */
export const isEndIn =
  (fixture: string) =>
  (event: StationEvent): event is EventOf<"run-ended"> =>
    event.kind === "run-ended" && event.fixture === fixture;
