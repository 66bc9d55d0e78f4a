import { startBeating } from "../../../libs/dispatch/beat.ts";
import type { RunStanding } from "../../../libs/dispatch/record-mail.ts";
import { printable } from "../../../libs/failure/printable.ts";
import type { SentRun } from "../../../libs/journal/sent-rows.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { letGo, standingHere } from "./find-unknown.ts";
import type { LotParts } from "./lot-parts.ts";

const LOOK_MS = 1000;
/** Workers answer within a second or two: who does not for so long says nothing. */
const PATIENCE_MS = 8000;

/** Who hears how it stands with them. */
export interface UnknownRunsEars {
  readonly onInput: (input: LotInput) => void;
  /** How one ended. */
  readonly onRecord: (record: RunRecord) => void;
  readonly onNotice: (level: "info" | "warning", text: string) => void;
}

/** What it works with. */
export type UnknownRunsParts = Pick<LotParts, "journal" | "unknown" | "line" | "request">;

interface Unknown {
  readonly sent: SentRun;
  heardAt: number;
  /** What was told of it last. */
  told: "running" | "silent" | "nothing";
}

/**
 * Asks what became of runs of earlier sittings until it is known of each, or they are let go: their boards
 * are given to nobody before. Disposed: asks no more.
 */
export class UnknownRuns implements Disposable {
  readonly #parts: UnknownRunsParts;
  readonly #ears: UnknownRunsEars;
  readonly #home: string;
  readonly #beating: Disposable;
  readonly #runs: Map<string, Unknown>;

  constructor(parts: UnknownRunsParts, ears: UnknownRunsEars) {
    this.#parts = parts;
    this.#ears = ears;
    this.#home = parts.journal.head().journal;
    const heardAt = performance.now();
    this.#runs = new Map(
      (parts.unknown ?? []).map((sent) => [sent.run, { sent, heardAt, told: "nothing" }]),
    );
    this.#beating = startBeating(() => this.#look(), LOOK_MS);
  }

  /** Those of which nothing is known yet, as sentences. */
  left(): readonly string[] {
    return [...this.#runs.values()].map(({ sent }) => describe(sent));
  }

  [Symbol.dispose](): void {
    this.#beating[Symbol.dispose]();
  }

  async #look(): Promise<void> {
    const { journal } = this.#parts;
    for (const { sent } of [...this.#runs.values()]) {
      const record = journal.record(sent.run);
      if (record === undefined) continue;
      this.#runs.delete(sent.run);
      this.#ears.onRecord(record);
    }
    const byJournal = Map.groupBy(this.#runs.values(), ({ sent }) => sent.journal);
    for (const [place, runs] of byJournal) {
      const said = await this.#ask(
        place,
        runs.map(({ sent }) => sent),
      );
      for (const unknown of runs) this.#hear(unknown, said.get(unknown.sent.run));
    }
  }

  async #ask(place: string, runs: readonly SentRun[]): Promise<ReadonlyMap<string, RunStanding>> {
    const { journal, line, request } = this.#parts;
    if (place !== this.#home) {
      return line.dispatch.inquire(
        place,
        runs.map(({ run }) => run),
      );
    }
    const { dataDir } = request;
    const said = runs.map(async (sent): Promise<[string, RunStanding]> => {
      const standing = await standingHere(sent, { journal, line, dataDir });
      // Nobody is at it, and this journal would know if it had ended.
      return [sent.run, standing === "cut-off" ? "never-began" : standing];
    });
    return new Map(await Promise.all(said));
  }

  #hear(unknown: Unknown, said: RunStanding | undefined): void {
    const { sent } = unknown;
    const { run, serial, lot } = sent;
    if (said === "never-began") {
      const { journal } = this.#parts;
      if (journal.startOf(run) === undefined) letGo(journal, sent);
      this.#runs.delete(run);
      const attempts = journal.sent.attempts(lot).get(serial) ?? 0;
      this.#ears.onInput({ kind: "run-heard-of", serial, run, standing: said, attempts });
      return;
    }
    if (said === "running" || said === "ended") {
      unknown.heardAt = performance.now();
      this.#tell(unknown, "running");
      return;
    }
    if (performance.now() - unknown.heardAt >= PATIENCE_MS) this.#tell(unknown, "silent");
  }

  #tell(unknown: Unknown, standing: "running" | "silent"): void {
    const { sent } = unknown;
    const { run, serial } = sent;
    if (unknown.told === standing) return;
    unknown.told = standing;
    if (standing === "running") {
      this.#ears.onNotice("info", `${describe(sent)}: its end is waited for.`);
    } else {
      const again = `--lot ${shellWord(sent.lot)} --reclaim ${shellWord(serial)} --operator NAME`;
      this.#ears.onNotice(
        "warning",
        `${describe(sent)}, and nobody there says how it ended: no other fixture gets it. Start that station's worker again; or, with the board in your hand, run the lot again with ${again}.`,
      );
    }
    this.#ears.onInput({ kind: "run-heard-of", serial, run, standing });
  }
}

const describe = ({ serial, fixture, station, at }: SentRun): string =>
  `${printable(serial)} was sent to ${printable(fixture)} of ${printable(station)} in an earlier sitting (${at})`;
