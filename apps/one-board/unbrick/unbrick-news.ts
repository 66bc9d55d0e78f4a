import type { RunHappening } from "../../../libs/run/run-event.ts";
import type { RunRecord, RunStart } from "../../../libs/run/run-record.ts";

type OtherHappening = Exclude<RunHappening, { readonly kind: "run-ended" }>;

/** What happens in an unbrick: as in a run; its end tells what was found and done, too. */
export type UnbrickHappening =
  | OtherHappening
  | {
      readonly kind: "run-ended";
      readonly verdict: RunRecord["verdict"];
      readonly failure: RunRecord["failure"];
      readonly durationMs: number;
      readonly unbrick: RunRecord["unbrick"];
      /** The journal's head behind the record; null where it could not be read. */
      readonly head: string | null;
    };

/** Who an unbrick's events are about. */
export type UnbrickIdentity = Pick<
  RunStart,
  "run" | "lot" | "serial" | "fixture" | "attempt" | "purpose"
>;

/** Takes what happens; must not throw. */
export type TellUnbrick = (happening: UnbrickHappening, identity: UnbrickIdentity) => void;
