import type { Failure } from "../failure/failure.ts";
import { type Row, readMatrix } from "./read-matrix.ts";
import type { Survey } from "./survey.ts";

/** Why a control's nest is not known for sure. */
export type MapProblem =
  | { readonly kind: "relay-failed"; readonly failure: Failure }
  /** Nobody answered and nobody spoke. */
  | { readonly kind: "silent" }
  /** A board boots, and answers on none of the ports. */
  | { readonly kind: "only-log"; readonly ports: readonly string[] }
  /** Chips answer on several ports: it moves several boards. */
  | { readonly kind: "several"; readonly ports: readonly string[] }
  /** The chip on this port answers for other controls, too. */
  | { readonly kind: "moved-by-others"; readonly port: string; readonly others: readonly string[] }
  /** The chip starts when it is switched off. */
  | { readonly kind: "inverted"; readonly ports: readonly string[] }
  /** The chip answers on this port and hears the calls of others. */
  | { readonly kind: "split-wires"; readonly port: string; readonly hears: readonly string[] };

/** A nest as a survey found it: the control that moves its board, and the board's ports. */
export interface FoundNest {
  readonly control: string;
  /** Of the chip's UART1; undefined where there is a problem. */
  readonly flashPort: string | undefined;
  /** Of its UART2. The flash port where the log is heard only there; undefined where none is heard. */
  readonly logPort: string | undefined;
  readonly problem: MapProblem | undefined;
}

/** The nests of a survey whose controls expected nothing, in the order the controls were moved. */
export const mapNests = (survey: Survey): readonly FoundNest[] => {
  const { rows } = readMatrix(survey);
  return rows.map((row): FoundNest => {
    const problem = problemOf(row, rows, survey);
    const [flashPort] = row.answering;
    const known = problem === undefined ? flashPort : undefined;
    const logPort = known === undefined ? undefined : logPortOf(row, rows, known);
    return { control: row.control, flashPort: known, logPort, problem };
  });
};

const problemOf = (row: Row, rows: readonly Row[], { moves }: Survey): MapProblem | undefined => {
  const own = moves.filter(({ control }) => control === row.control);
  const [flashPort, second] = row.answering;
  if (flashPort === undefined) {
    const failure = own.find(({ trouble }) => trouble !== undefined)?.trouble;
    if (failure !== undefined) return { kind: "relay-failed", failure };
    if (row.wokenByOff.length > 0) return { kind: "inverted", ports: row.wokenByOff };
    return row.logging.length > 0 ? { kind: "only-log", ports: row.logging } : { kind: "silent" };
  }
  if (second !== undefined) return { kind: "several", ports: row.answering };
  const others = othersWith(row, rows, ({ answering }) => answering.includes(flashPort));
  if (others.length > 0) return { kind: "moved-by-others", port: flashPort, others };
  const heard = own
    .flatMap(({ senders }) => senders)
    .filter(({ answeredOn }) => answeredOn.includes(flashPort))
    .map(({ from }) => from);
  const isSplit = heard.length > 0 && !heard.includes(flashPort);
  return isSplit ? { kind: "split-wires", port: flashPort, hears: [...new Set(heard)] } : undefined;
};

const othersWith = (
  { control }: Row,
  rows: readonly Row[],
  fits: (row: Row) => boolean,
): readonly string[] =>
  rows.filter((row) => row.control !== control && fits(row)).map((row) => row.control);

/** Ports that speak with several controls belong to none of them for sure. */
const logPortOf = (row: Row, rows: readonly Row[], flashPort: string): string | undefined => {
  const own = row.logging.filter(
    (port) => othersWith(row, rows, ({ logging }) => logging.includes(port)).length === 0,
  );
  const [logPort, second] = own.filter((port) => port !== flashPort);
  if (second !== undefined) return undefined;
  return logPort ?? (own.includes(flashPort) ? flashPort : undefined);
};
