import type { NestFacts } from "../../../libs/dispatch/messages.ts";
import type { Jig } from "../../../libs/jig/jig.ts";
import { supplyPlans } from "../../../libs/jig/supply-plan.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";
import { describeChange } from "../../../libs/supply/describe-change.ts";
import { nextPace, openPace, type SupplyPace } from "../../../libs/supply/supply-pace.ts";

/** A supply that several fixtures are on. */
export interface SharedSupply extends NonNullable<NestFacts["supply"]> {
  /** Whose it is: jigs of one line may have supplies of one name. */
  readonly owner: string;
}

interface NamedPace {
  readonly name: string;
  readonly pace: SupplyPace;
}

/** Keeps the pace of a lot's supplies: all their failures come together here, from every worker. */
export class SupplyWatch {
  readonly #supplyOf = new Map<string, string>();
  readonly #paces = new Map<string, NamedPace>();

  constructor(jig: Jig) {
    for (const [fixture, { name, gapMs, fixtures }] of supplyPlans(jig)) {
      this.join(fixture, { owner: jig.jig, name, gapMs, members: fixtures.length });
    }
  }

  /** One more fixture is on a supply. */
  join(fixture: string, { owner, name, gapMs, members }: SharedSupply): void {
    const supply = JSON.stringify([owner, name]);
    this.#supplyOf.set(fixture, supply);
    if (!this.#paces.has(supply)) {
      this.#paces.set(supply, { name, pace: openPace(gapMs, members) });
    }
  }

  /** What a job for the fixture says of its supply: nothing as long as the jig file says it all. */
  wishFor(fixture: string): { readonly powerGapMs?: number } {
    const pace = this.#paces.get(this.#supplyOf.get(fixture) ?? "")?.pace;
    return pace === undefined || pace.gapMs === pace.ownMs ? {} : { powerGapMs: pace.gapMs };
  }

  /** Takes in how a run ended; returns what is to be told of it, if anything. */
  hear({ fixture, verdict, failure, endedAt }: RunRecord): LineHappening | undefined {
    const supply = this.#supplyOf.get(fixture) ?? "";
    const known = this.#paces.get(supply);
    if (known === undefined) return undefined;
    const { name } = known;
    const at = Date.parse(endedAt);
    const next = nextPace(known.pace, { fixture, outcome: verdict, failure, at });
    this.#paces.set(supply, { name, pace: next.pace });
    if (next.change === undefined) return undefined;
    const level = next.change.to === "wider" ? "warning" : "info";
    return { kind: "notice", level, text: describeChange(name, next.change) };
  }
}
