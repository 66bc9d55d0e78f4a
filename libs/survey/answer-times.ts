import type { NestMap } from "./nest-map.ts";
import type { Survey } from "./survey.ts";

/** How long after its relay was told to switch on a nest's board answered, in whole ms. */
export interface AnswerTimes {
  readonly nest: string;
  /** Movements in which it did, and all of them. */
  readonly answered: number;
  readonly tries: number;
  readonly least: number;
  readonly median: number;
  readonly most: number;
  /** The longest time the relay itself took, from being told to having done it. */
  readonly switchedMs: number;
}

/** Of the nests whose own relay made their board answer. */
export const answerTimes = ({ moves }: Survey, nests: readonly NestMap[]): readonly AnswerTimes[] =>
  nests.flatMap(({ id, flashPort }) => {
    const own = moves.filter(({ control, trouble }) => control === id && trouble === undefined);
    const times = own
      .flatMap(({ on }) => on.filter(({ port }) => port === flashPort))
      .flatMap(({ answered }) => (answered === undefined ? [] : [Math.round(answered.first)]))
      .sort((a, b) => a - b);
    const [least] = times;
    const most = times.at(-1);
    const median = times[(times.length - 1) >> 1];
    if (least === undefined || most === undefined || median === undefined) return [];
    const switchedMs = Math.round(Math.max(...own.map((move) => move.switchedMs)));
    const counts = { answered: times.length, tries: own.length };
    return [{ nest: id, ...counts, least, median, most, switchedMs }];
  });
