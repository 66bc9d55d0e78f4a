import type { JournalTrouble } from "../failure/journal-trouble.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { BoardIdentity } from "../run/board-identity.ts";
import type { Purpose } from "../run/purpose.ts";
import type { ApprovalRecord, ImageRecord, RunRecord } from "../run/run-record.ts";

/** An image as it travels. */
export interface SentImage extends ImageRecord {
  /** What it was found to be when the lot was prepared: the name of its class of content. */
  readonly class: string;
  /** Flash address the recipe puts it at, if it says so. */
  readonly at?: number | undefined;
}

/** A recipe as it travels: its images by content hash, not by path; what is each board's own stands in the job. */
export interface SentRecipe
  extends Omit<Recipe, "images" | "identity" | "serial" | "shiftCheck" | "policy"> {
  /** SHA-256 of the recipe file's bytes. */
  readonly sha256: string;
  readonly images: readonly SentImage[];
  /** Who approved it as it is, with these images; null if nobody did. */
  readonly approval: ApprovalRecord | null;
}

/** One run, as the coordinator asks a worker for it. The BullMQ job id is `run`. */
export interface RunJob {
  readonly run: string;
  /** The coordinator's life: a worker refuses a job whose session is not alive. */
  readonly session: string;
  readonly lot: string;
  readonly serial: string;
  readonly fixture: string;
  readonly attempt: number;
  readonly operator: string | null;
  readonly recipe: SentRecipe;
  /** Absent: `product`. */
  readonly purpose?: Purpose;
  /** Between the power-up of this board and the next one of its supply at least, in ms; the jig's own if absent. */
  readonly powerGapMs?: number;
  /** Id of the coordinator's journal: a worker that writes another one brings its record there. */
  readonly journal?: string;
  /** What this board is given for itself, if its recipe says so. */
  readonly identity?: BoardIdentity;
}

/** A run as it travels. */
export interface SentJob extends RunJob {
  /** The number under which the worker has the fixture, as far as the coordinator knows; 0 if it knows of none. */
  readonly lease: number;
}

/** What a job leaves behind: the record, or why nothing was done at all (no relay moved). */
export type JobAnswer =
  | { readonly kind: "recorded"; readonly record: RunRecord }
  | {
      readonly kind: "refused";
      readonly run: string;
      readonly reason: string;
      /** What keeps the worker's journal from taking any run now: its fixture is fit. */
      readonly trouble?: JournalTrouble;
    };

/** The reason of a refusal that says nothing of the board: an earlier life of the worker may have written it. */
export const BEGAN_BEFORE = "this run began in an earlier life";

/** The reason of a refusal that says nothing of the fixture: the next worker may serve it in a moment. */
export const WORKER_STOPPING = "The worker is stopping.";

/** The reason of a refusal for the moment: the fixture is fit, and at work for another coordinator, or one that is gone. */
export const FIXTURE_BUSY = "The fixture is busy with another run.";

/** What a coordinator that does not have the jig file must know of one of its nests. */
export interface NestFacts {
  readonly fixture: string;
  /** Of its flash UART, as records name it. */
  readonly port: string;
  readonly logPort: "wired" | "none";
  /** Whether an input of the nest tells that a board lies in it. */
  readonly board: "seen" | "unseen";
  /** `by-hand`: a person switches it when asked. */
  readonly power: "switched" | "by-hand";
  /** SHA-256 of the recipe file that the jig names for it, "unreadable" if that cannot be told; null: it names none. */
  readonly ownRecipe: string | null;
  /** The supply it shares with others, if its power-ups follow a plan: its name in the jig, and how many are on it. */
  readonly supply: {
    readonly name: string;
    readonly gapMs: number;
    readonly members: number;
  } | null;
}

/** What it must know of the jig. */
export interface JigFacts {
  readonly trigger: "operator" | "switch" | "auto";
  /** Of the nests the worker serves. */
  readonly nests: readonly NestFacts[];
}

/** A worker's sign of life: what it is and what it serves. Renewed every few seconds. */
export interface WorkerHello {
  /** Also the name of its queue. ULID, new at each start. */
  readonly worker: string;
  readonly station: string;
  readonly jig: string;
  readonly pid: number;
  readonly program: string;
  /** `owned`: serves only the coordinator that started it, and ends with it. */
  readonly life: "owned" | "standalone";
  /** The journal it writes, as `journalPlace` names it. */
  readonly journal: string;
  /** That journal's id; absent: of an older program, which brings no records and answers no questions. */
  readonly journalId?: string;
  /** Which start of which machine it runs in, as `bootId` says. */
  readonly boot?: string;
  readonly fixtures: readonly string[];
  /** Absent: of an older program, whose fixtures only a coordinator that has the jig file can use. */
  readonly jigFacts?: JigFacts;
}
