import { explainToEngineer } from "../../../libs/failure/explain.ts";
import { foreseeTry } from "../../../libs/lot/foresee-try.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { LotPlan } from "../../../libs/lot/lot-plan.ts";
import { isCheck, isProduct } from "../../../libs/run/purpose.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";
import type { LineNews } from "../line/line-news.ts";
import type { LotJournal } from "../records/lot-journal.ts";
import type { CheckWatch } from "./check-watch.ts";
import type { RunDesk } from "./run-desk.ts";
import type { SupplyWatch } from "./supply-watch.ts";

/** What it works with. */
export interface RecordIntakeParts {
  readonly lot: string;
  readonly news: Pick<LineNews, "tell">;
  readonly journal: Pick<LotJournal, "keep" | "doubtsOf">;
  readonly runs: Pick<RunDesk, "has" | "answered">;
  readonly checks: Pick<CheckWatch, "hear">;
  readonly supplies: Pick<SupplyWatch, "hear">;
  readonly plan: () => LotPlan;
  readonly input: (input: LotInput) => void;
  readonly tell: (happening: LineHappening) => void;
  readonly warn: (text: string, fixture?: string) => void;
  /** No more boards are handed out. */
  readonly close: (why: string) => void;
}

/** Takes in how runs ended: each record is kept, told, and an input of the lot's plan. */
export class RecordIntake {
  readonly #parts: RecordIntakeParts;

  constructor(parts: RecordIntakeParts) {
    this.#parts = parts;
  }

  /** A record came by the way that is independent of sittings, awaited or not. */
  brought(record: RunRecord): void {
    const { lot, runs, input } = this.#parts;
    const { run, serial, verdict } = record;
    if (runs.has(run)) runs.answered({ kind: "recorded", record });
    else if (record.lot === lot && verdict === "pass" && isProduct(record)) {
      input({ kind: "late-pass", serial });
    }
  }

  /** How a run ended, from the one who ran it or from the journal. */
  recorded(record: RunRecord): void {
    const { journal, checks, news, supplies, plan, tell, warn, close } = this.#parts;
    journal.keep(record);
    const { run, lot, serial, fixture, attempt, verdict, failure, endedAt, startedAt } = record;
    const durationMs = Date.parse(endedAt) - Date.parse(startedAt);
    const { purpose } = record;
    const identity = { run, lot, serial, fixture, attempt, ...(isCheck(purpose) && { purpose }) };
    checks.hear(record);
    const input = { kind: "run-ended", run, fixture, serial, outcome: verdict, failure } as const;
    const outlook = isProduct(record) ? foreseeTry(plan(), input) : {};
    const ended = { kind: "run-ended", verdict, failure, durationMs, ...outlook } as const;
    news.tell({ ...identity, at: endedAt, ...ended });
    for (const doubt of journal.doubtsOf(record)) warn(doubt, fixture);
    if (failure?.code === "image-changed") close(`${fixture}: ${explainToEngineer(failure)}`);
    // What a must-fail board does says nothing of its supply.
    const supplyNews = isProduct(record) ? supplies.hear(record) : undefined;
    if (supplyNews !== undefined) tell(supplyNews);
    this.#parts.input(input);
  }
}
