import type { Jig } from "../../libs/jig/jig.ts";
import { supplyPlans } from "../../libs/jig/supply-plan.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import type { LineHappening } from "../../libs/station/station-event.ts";
import { describeChange } from "../../libs/supply/describe-change.ts";
import { nextPace, openPace, type SupplyPace } from "../../libs/supply/supply-pace.ts";

/** Keeps the pace of a lot's supplies: all their failures come together here, from every worker. */
export class SupplyWatch {
  readonly #supplyOf: ReadonlyMap<string, string>;
  readonly #paces = new Map<string, SupplyPace>();

  constructor(jig: Jig) {
    const plans = supplyPlans(jig);
    this.#supplyOf = new Map([...plans].map(([fixture, { name }]) => [fixture, name]));
    for (const { name, gapMs, fixtures } of plans.values()) {
      this.#paces.set(name, openPace(gapMs, fixtures.length));
    }
  }

  /** What a job for the fixture says of its supply: nothing as long as the jig file says it all. */
  wishFor(fixture: string): { readonly powerGapMs?: number } {
    const pace = this.#paces.get(this.#supplyOf.get(fixture) ?? "");
    return pace === undefined || pace.gapMs === pace.ownMs ? {} : { powerGapMs: pace.gapMs };
  }

  /** Takes in how a run ended; returns what is to be told of it, if anything. */
  hear({ fixture, verdict, failure, endedAt }: RunRecord): LineHappening | undefined {
    const supply = this.#supplyOf.get(fixture) ?? "";
    const pace = this.#paces.get(supply);
    if (pace === undefined) return undefined;
    const at = Date.parse(endedAt);
    const next = nextPace(pace, { fixture, outcome: verdict, failure, at });
    this.#paces.set(supply, next.pace);
    if (next.change === undefined) return undefined;
    const level = next.change.to === "wider" ? "warning" : "info";
    return { kind: "notice", level, text: describeChange(supply, next.change) };
  }
}
