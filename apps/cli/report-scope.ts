import { InputError } from "../../libs/input/input-error.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { type Edge, MOMENT_FORMS, parseMoment } from "../../libs/report/parse-moment.ts";
import type { ReportScope } from "../../libs/report/report.ts";

/** What a report is bound to, as options give it. */
export interface ReportBounds {
  readonly lot?: string;
  readonly fixture?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Against what bounds are checked. */
interface ScopeGround {
  readonly journal: Journal;
  /** The data folder, for messages. */
  readonly data: string;
  readonly timeZone: string;
  readonly now: Date;
}

/** Checks the options: lot and fixture must be in the journal. Throws `InputError`. */
export const scopeOf = (bounds: ReportBounds, ground: ScopeGround): ReportScope => {
  const { journal, data } = ground;
  const since = momentOf(bounds.since, "since", ground);
  const until = momentOf(bounds.until, "until", ground);
  if (since !== null && until !== null && since >= until) {
    throw new InputError({ source: "--until" }, "ends before --since begins.", "Give a later one.");
  }
  return {
    since,
    until,
    lot: known(bounds.lot, {
      noun: "lot",
      data,
      listed: "The latest are",
      all: () => journal.lots(),
    }),
    fixture: known(bounds.fixture, {
      noun: "fixture",
      data,
      listed: "Some that are",
      all: () => journal.fixtures(),
    }),
  };
};

const momentOf = (text: string | undefined, edge: Edge, ground: ScopeGround): string | null => {
  if (text === undefined) return null;
  const moment = parseMoment(text, edge, ground);
  if (moment !== undefined) return moment;
  throw new InputError({ source: `--${edge}` }, `"${text}" is no time.`, `Give ${MOMENT_FORMS}.`);
};

interface Known {
  readonly noun: "lot" | "fixture";
  readonly data: string;
  /** What is said before the names there are. */
  readonly listed: string;
  all(): readonly string[];
}

const known = (name: string | undefined, { noun, data, listed, all }: Known): string | null => {
  if (name === undefined) return null;
  const names = all();
  if (names.includes(name)) return name;
  throw new InputError(
    { source: `--${noun}` },
    `${noun} ${name} is not in the journal of ${data}.`,
    names.length === 0 ? `No ${noun} is.` : `${listed}: ${names.slice(-5).join(", ")}.`,
  );
};

/** When shifts begin, ms after midnight: as the option says, else the station. Rejects with `InputError`. */
export const shiftsOf = async (option: string | undefined): Promise<readonly number[]> => {
  if (option === undefined) {
    const { thisStation } = await import("../../libs/jig/read-station.ts");
    return (await thisStation()).shifts;
  }
  const { shiftsSchema } = await import("../../libs/jig/shifts-schema.ts");
  const parsed = shiftsSchema.safeParse(option.split(",").map((time) => time.trim()));
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0]?.message ?? "Give times of day.";
  throw new InputError({ source: "--shifts" }, `"${option}" is no list of shifts.`, problem);
};
