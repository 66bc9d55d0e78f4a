import { ulid } from "ulid";
import type { RunJob, WorkerHello } from "../../../libs/dispatch/messages.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { bootId } from "../../../libs/process/boot-id.ts";
import { isProduct, type Purpose } from "../../../libs/run/purpose.ts";
import type { IdentityDesk } from "../identities/identity-desk.ts";
import type { PreparedRecipe } from "../prepare/prepare-lot.ts";
import type { LotParts } from "../records/lot-parts.ts";
import { findOriginal } from "./find-original.ts";
import { RecipeWatch } from "./recipe-watch.ts";
import type { SupplyWatch } from "./supply-watch.ts";

/** A lot keeps its recipes and images for life. */
const PUT_BACK =
  "Put the file back as it was and run the lot again to go on, or start a new lot with what is there now.";

/** A board whose turn it is. */
export interface BoardTurn {
  readonly fixture: string;
  readonly serial: string;
  readonly attempt: number;
  readonly purpose: Purpose;
}

/** A run as it is sent, and to whom. */
export interface RunOrder {
  readonly job: RunJob;
  readonly worker: string;
  /** The journal that worker writes. */
  readonly journal: string;
}

/** The run of a board; or why there is none: nobody serves its fixture, or by a copy of a journal, or it lacks values of its own. */
export type WorkOrder =
  | ({ readonly kind: "order" } & RunOrder)
  | { readonly kind: "unserved" }
  | { readonly kind: "lacking" | "copied"; readonly why: string }
  /** The journal takes nothing down now. */
  | { readonly kind: "unwritten"; readonly error: JournalError };

/** Whoever comes after a crash knows whom to ask; a worker of an older program answers nobody. */
const noteSent = (
  journal: Journal,
  { run, lot, serial, fixture, attempt, purpose = "product" }: RunJob,
  { station, journalId }: WorkerHello,
): void => {
  if (journalId === undefined) return;
  const at = new Date().toISOString();
  journal.sent.note({
    ...{ run, lot, serial, fixture, attempt, purpose, station, journal: journalId, at },
  });
};

/** Writes the job of each board from its lot, the recipe of its fixture and what it is given for itself. */
export class WorkOrders {
  readonly #parts: LotParts;
  readonly #identities: IdentityDesk;
  readonly #supplies: SupplyWatch;
  readonly #line: { readonly journalId: string; readonly boot?: string };
  readonly #watches: ReadonlyMap<PreparedRecipe, RecipeWatch>;

  constructor(parts: LotParts, identities: IdentityDesk, supplies: SupplyWatch) {
    this.#parts = parts;
    this.#identities = identities;
    this.#supplies = supplies;
    const boot = bootId();
    const { journal: journalId } = parts.journal.head();
    this.#line = { journalId, ...(boot !== undefined && { boot }) };
    const recipes = new Set(parts.prepared.recipes.values());
    this.#watches = new Map([...recipes].map((recipe) => [recipe, new RecipeWatch(recipe)]));
  }

  /** What has become of a file of the fixture's recipe, and what to do; undefined if all are as they were. */
  async findChange(fixture: string): Promise<string | undefined> {
    const recipe = this.#parts.prepared.recipes.get(fixture);
    const change = recipe && (await this.#watches.get(recipe)?.findChange());
    return change === undefined ? undefined : `${change} ${PUT_BACK}`;
  }

  /** What a board is given for itself is reserved for it from now on; one that proves fixtures is given nothing. */
  write({ fixture, serial, attempt, purpose }: BoardTurn): WorkOrder {
    const { lot, session, request, prepared, line, journal } = this.#parts;
    const recipe = prepared.recipes.get(fixture)?.sent;
    const hello = line.crew.serverOf(fixture);
    if (recipe === undefined || hello === undefined) return { kind: "unserved" };
    const copied = findOriginal(hello, this.#line, line.crew.workers());
    if (copied !== undefined) return { kind: "copied", why: copied };
    const run = ulid();
    const own = isProduct({ purpose })
      ? this.#identities.give({ run, serial, fixture, worker: hello })
      : ({ kind: "nothing" } as const);
    if (own.kind === "lacking" || own.kind === "unwritten") return own;
    const operator = request.operator ?? null;
    const job: RunJob = {
      ...{ run, session, lot, serial, fixture, attempt, operator, recipe },
      journal: this.#line.journalId,
      ...(!isProduct({ purpose }) && { purpose }),
      ...this.#supplies.wishFor(fixture),
      ...(own.kind === "given" && { identity: own.identity }),
    };
    try {
      noteSent(journal, job, hello);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return { kind: "unwritten", error };
    }
    return { kind: "order", job, worker: hello.worker, journal: hello.journal };
  }
}
