import { ulid } from "ulid";
import type { RunJob, WorkerHello } from "../../../libs/dispatch/messages.ts";
import { printable } from "../../../libs/failure/printable.ts";
import { boardIdentityOf } from "../../../libs/identity/board-identity-of.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import type { RecipeIdentity } from "../../../libs/recipe/recipe-identity.ts";
import { isSerial } from "../../../libs/recipe/serial.ts";
import type { BoardIdentity } from "../../../libs/run/board-identity.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";
import { bringCommand, identitiesCommand } from "./identities-command.ts";

/** What the board of a run is given for itself, or why it must not be run. */
export type DeskAnswer =
  | { readonly kind: "nothing" }
  | { readonly kind: "given"; readonly identity: BoardIdentity }
  | { readonly kind: "lacking"; readonly why: string }
  /** Nothing can be taken down now. */
  | { readonly kind: "unwritten"; readonly error: JournalError };

/** A run that is about to be sent. */
export interface DeskRequest {
  readonly run: string;
  readonly serial: string;
  readonly fixture: string;
  readonly worker: WorkerHello;
}

/** Gives each serial its own values, durably in the ledger before a job with them is sent. */
export class IdentityDesk {
  readonly #journal: Journal;
  readonly #place: string;
  readonly #recipes: PreparedLot["recipes"];
  readonly #dataDir: string;

  /** `place` names the journal, as workers name theirs; `dataDir` is its folder, as commands name it. */
  constructor(
    journal: Journal,
    place: string,
    { recipes }: Pick<PreparedLot, "recipes">,
    dataDir = "./data",
  ) {
    this.#journal = journal;
    this.#place = place;
    this.#recipes = recipes;
    this.#dataDir = dataDir;
  }

  /** Reserves, if the fixture's recipe gives boards anything, and takes down that the run is on its way. */
  give({ run, serial, fixture, worker }: DeskRequest): DeskAnswer {
    const recipe = this.#recipes.get(fixture)?.identity?.recipe;
    if (recipe === undefined) return { kind: "nothing" };
    const pool = recipe.pool ?? null;
    try {
      const at = new Date().toISOString();
      const entry = this.#journal.reserveIdentity({ pool, serial, newEntry: ulid(), at });
      if (entry === undefined) return { kind: "lacking", why: this.#exhausted(recipe) };
      const elsewhere = worker.journal === this.#place ? null : worker.journal;
      // Which board that run met, and what it saved of it, is known in its own journal alone.
      if (entry.unproven !== null && entry.unproven.elsewhere !== elsewhere) {
        return { kind: "lacking", why: this.#awayFromHome(serial, entry.unproven.elsewhere) };
      }
      const given = boardIdentityOf(entry, serial, recipe);
      if (!given.ok) return { kind: "lacking", why: given.why };
      const { identity } = given;
      const { fields } = identity;
      this.#journal.noteSent({ entry: entry.entry, serial, run, elsewhere, fields, at });
      return { kind: "given", identity };
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return { kind: "unwritten", error };
    }
  }

  #awayFromHome(serial: string, elsewhere: string | null): string {
    const home = printable(elsewhere ?? this.#place);
    const settle = identitiesCommand(this.#dataDir, "settle", serial, "--jig F --fixture ID");
    return `its board may bear its values, unproven, by a run whose journal is that of ${home}. Run it there, or settle it: ${settle}`;
  }

  /** A job that its worker surely did nothing with: its values are where they were. */
  recall({ run, serial, identity }: Pick<RunJob, "run" | "serial" | "identity">): void {
    if (identity === undefined) return;
    const at = new Date().toISOString();
    try {
      this.#journal.noteUnsent({ entry: identity.entry, serial, run, at });
    } catch (error) {
      // Then it stays uncertain, which the serial's next run settles.
      if (!(error instanceof JournalError)) throw error;
    }
  }

  /** Why the serial, as it is scanned, could get no values in any fixture of the lot; undefined if it can. */
  lackFor(serial: string): string | undefined {
    // What is none is refused for that.
    if (!isSerial(serial)) return undefined;
    const recipes = [...this.#recipes.values()].map(({ identity }) => identity?.recipe);
    try {
      const free = new Map(this.#journal.identityPools().map((it) => [it.pool, it.free]));
      const lacking = recipes.filter(
        (recipe) =>
          recipe?.pool !== undefined &&
          (free.get(recipe.pool) ?? 0) === 0 &&
          this.#journal.serialsWithoutIdentity(recipe.pool, [serial]).length > 0,
      );
      const [first] = lacking;
      return first !== undefined && lacking.length === recipes.length
        ? this.#exhausted(first)
        : undefined;
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return undefined;
    }
  }

  #exhausted(recipe: RecipeIdentity): string {
    return `Pool ${recipe.pool ?? ""} has no values left. Bring more: ${bringCommand(recipe, this.#dataDir)}`;
  }
}
