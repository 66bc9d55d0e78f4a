import { type NestMap, placeOf } from "../../libs/survey/nest-map.ts";
import type { Hearing, Move } from "../../libs/survey/survey.ts";
import type { CommissionNews, Woken } from "./commission-news.ts";

/** A movement as news: which ports it woke, in the jig's words. */
export const describeMove = (
  { control, on, quiet }: Move,
  nests: readonly NestMap[],
): CommissionNews & { readonly kind: "control-moved" } => {
  const woken = (
    heard: readonly Hearing[],
    span: (hearing: Hearing) => { readonly first: number } | undefined,
  ): Woken[] =>
    heard.flatMap((hearing) => {
      const place = placeOf(nests, hearing.port);
      const first = span(hearing)?.first;
      return place && first !== undefined ? [{ ...place, afterMs: Math.round(first) }] : [];
    });
  const heardLogging = on.filter(({ logged }) => logged).map(({ port }) => port);
  const later = quiet.filter(({ port }) => !heardLogging.includes(port));
  return {
    kind: "control-moved",
    fixture: control,
    answered: woken(on, ({ answered }) => answered),
    logged: woken([...on, ...later], ({ logged }) => logged),
  };
};
