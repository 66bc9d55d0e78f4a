import type { Finding } from "./finding.ts";
import { isOwnCaller } from "./is-own-caller.ts";
import type { Located } from "./located.ts";
import { type PortPlace, placeOf } from "./nest-map.ts";
import type { Hearing, Survey } from "./survey.ts";

/** Of an unpowered board's line a few bytes may come, as it floats. */
const USUAL_NOISE = 16;

/** What is wrong with the ports themselves and their wires. */
export const judgePorts = (survey: Survey, { nests }: Located): readonly Finding[] => {
  const { troubles, idle, moves } = survey;
  const at = (port: string): readonly PortPlace[] => {
    const place = placeOf(nests, port);
    return place === undefined ? [] : [place];
  };
  const all = [...idle, ...moves.flatMap(({ on, off, quiet }) => [...on, ...off, ...quiet])];
  const joined = new Set(all.filter(({ echo }) => echo).map(({ port }) => port));
  const isNoisy = ({ port, answered, logged, noise }: Hearing): boolean =>
    noise > USUAL_NOISE && !joined.has(port) && answered === undefined && logged === undefined;
  return [
    ...troubles.flatMap(({ port, failure }) =>
      at(port).map((place): Finding => ({ kind: "port-failed", place, failure })),
    ),
    ...[...joined].flatMap(at).map((place): Finding => ({ kind: "joined", place })),
    ...judgeSenders(survey, at),
    ...idle
      .filter(isNoisy)
      .flatMap(({ port, noise }) =>
        at(port).map((place): Finding => ({ kind: "noise", place, bytes: noise })),
      ),
  ];
};

const judgeSenders = (
  { moves }: Survey,
  at: (port: string) => readonly PortPlace[],
): readonly Finding[] => {
  const split = new Map<string, readonly PortPlace[]>();
  const own = new Set<string>();
  for (const { on, senders } of moves) {
    for (const { port, answered } of on) {
      if (answered === undefined || senders.length === 0) continue;
      const heard = senders.filter(({ answeredOn }) => answeredOn.includes(port));
      if (isOwnCaller(port, senders)) own.add(port);
      else split.set(port, heard.map(({ from }) => from).flatMap(at));
    }
  }
  // A board whose wires are split never answers its own port's calls: once may have been a busy machine.
  for (const port of own) split.delete(port);
  return [...split].flatMap(([port, hears]) =>
    at(port).map((place): Finding => ({ kind: "split-wires", place, hears })),
  );
};
