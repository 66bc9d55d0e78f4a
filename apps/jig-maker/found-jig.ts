import { describePort } from "../../libs/adapters/describe-port.ts";
import type { PortlessNest } from "../../libs/jig/read-portless-jig.ts";
import type { FoundNest } from "../../libs/survey/map-nests.ts";
import type { CandidatePort } from "./candidate-ports.ts";
import { describeFound } from "./describe-found.ts";
import { formatJig } from "./jig-text.ts";
import { nestId, type PlannedNests } from "./plan-nests.ts";

/** The jig file as far as it could be found, and the exit code. */
export interface DiscoveredJig {
  /** Undefined where not one nest was found, or the operator stopped it. */
  readonly text: string | undefined;
  readonly exitCode: 0 | 3 | 130;
}

/** Of ports tried by their own line, most may be no flash ports at all. */
export const meantOf = ({ of }: PlannedNests, found: readonly FoundNest[]): readonly FoundNest[] =>
  found.filter(({ problem }) => of === "nests" || problem?.kind !== "silent");

/** What else the file names: ports that were looked at, and the command that will prove it. */
export interface FoundBeside {
  readonly ports: readonly CandidatePort[];
  readonly proof: string;
}

/** The nests that were found as a jig file, the others named at its end. */
export const foundJig = (
  planned: PlannedNests,
  found: readonly FoundNest[],
  { ports, proof }: FoundBeside,
): DiscoveredJig => {
  const { of, jig } = planned;
  const meant = meantOf(planned, found);
  const lost = meant.filter(({ flashPort }) => flashPort === undefined);
  const used = new Set(meant.flatMap(({ flashPort, logPort }) => [flashPort, logPort]));
  const unused = ports.filter(({ path }) => !used.has(path));
  const describe = (path: string): string => {
    const info = ports.find((port) => port.path === path)?.info;
    return info === undefined ? path : describePort(info);
  };
  const nests = jig.nests.flatMap((nest) => {
    if (of === "nests" && nest.ports === "known") return [{ fields: nest.written, comments: [] }];
    const { flashPort, logPort } = found.find(({ control }) => control === nest.config.id) ?? {};
    if (flashPort === undefined) return [];
    const log = logPort === flashPort ? "flash" : logPort;
    const comments = [flashPort, ...(log === undefined || log === "flash" ? [] : [log])].map(
      describe,
    );
    return [{ fields: withPorts(nest, flashPort, log), comments }];
  });
  if (nests.length === 0) return { text: undefined, exitCode: 3 };
  const numbered =
    of === "nests"
      ? nests
      : nests.map(({ fields, comments }, at) => ({
          fields: { ...fields, id: nestId(at + 1) },
          comments,
        }));
  const text = formatJig({
    comments: [`Found by \`npx flashline jig new --discover\`. Prove it: ${proof}`],
    fields: jig.written,
    nests: numbered,
    remarks: [
      ...lost.map((nest) => `NOT FOUND ${describeFound(nest)}`),
      ...unused.map(({ path }) => `belongs to no nest that was found: ${path}`),
    ],
  });
  return { text, exitCode: lost.length === 0 ? 0 : 3 };
};

const withPorts = (
  { written }: PortlessNest,
  flashPort: string,
  logPort: string | undefined,
): Readonly<Record<string, unknown>> => {
  const { id, flashPort: _, logPort: given, ...others } = written;
  const log = logPort ?? given;
  return { id, flashPort, ...(log === undefined ? {} : { logPort: log }), ...others };
};
