import type { StepName } from "../../libs/failure/step-name.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import type { Started } from "./run-flashline.ts";

/** An event of one kind. */
export type EventOf<Kind extends StationEvent["kind"]> = Extract<
  StationEvent,
  { readonly kind: Kind }
>;

/** The first event of `run --json` that fits, told already or still to come. Rejects if it ends without one. */
export const awaitEvent = async <Fitting extends StationEvent>(
  run: Started,
  fits: (event: StationEvent) => event is Fitting,
): Promise<Fitting> => {
  let seen = 0;
  let found: Fitting | undefined;
  await run.printed((stdout) => {
    for (let end = stdout.indexOf("\n", seen); end >= 0; end = stdout.indexOf("\n", seen)) {
      const event: StationEvent = JSON.parse(stdout.slice(seen, end));
      seen = end + 1;
      if (found === undefined && fits(event)) found = event;
    }
    return found !== undefined;
  });
  if (found === undefined) throw new Error("printed, but not found");
  return found;
};

/** The start of the worker that serves a fixture. */
export const isWorkerOf =
  (fixture: string) =>
  (event: StationEvent): event is EventOf<"worker-started"> =>
    event.kind === "worker-started" && event.fixtures.includes(fixture);

/** The start of the worker that serves a fixture after the one with this process id. */
export const isNextWorkerOf =
  (fixture: string, before: number) =>
  (event: StationEvent): event is EventOf<"worker-started"> =>
    isWorkerOf(fixture)(event) && event.pid !== before;

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
