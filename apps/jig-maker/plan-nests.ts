import { InputError } from "../../libs/input/input-error.ts";
import { listIds } from "../../libs/jig/list-ids.ts";
import {
  checkPortlessJig,
  type PortlessJig,
  readPortlessJig,
  type WrittenFields,
} from "../../libs/jig/read-portless-jig.ts";
import { parseRelays } from "./parse-relays.ts";

/** What is said of the nests whose ports are to be found. */
export interface NestsOrder {
  /** A jig file without ports. */
  readonly from: string | undefined;
  /** As `parseRelays` takes them. */
  readonly relays: readonly string[];
  /** `F01..F08`; counted from F01 if absent. */
  readonly ids: string | undefined;
}

/** The nests to be found, and whether each port is tried as one by a line of its own. */
export interface PlannedNests {
  readonly of: "nests" | "each-port";
  readonly jig: PortlessJig;
}

const refuse = (source: string, problem: string, remedy: string): InputError =>
  new InputError({ source }, problem, remedy);

/** Nests as they are known before their ports are. `ports` are tried where each has a line of its own. */
export const planNests = async (
  { from, relays, ids }: NestsOrder,
  ports: readonly string[],
): Promise<PlannedNests> => {
  if (from !== undefined) {
    if (relays.length > 0 || ids !== undefined) {
      const remedy = "Write relays and ids into the file.";
      throw refuse("--from", "names the nests already; --relays and --ids do, too.", remedy);
    }
    return { of: "nests", jig: await readPortlessJig(from) };
  }
  const parsed = relays.map(parseRelays);
  const [first, another] = parsed;
  if (first === undefined) return { of: "nests", jig: await jigByHand(ids) };
  if (first.of === "relays") {
    if (parsed.some(({ of }) => of !== "relays")) throw mixed();
    const fields = parsed.flatMap((relay) => relay.fields);
    const named = ids === undefined ? fields.map((_, at) => nestId(at + 1)) : idsOf(ids);
    if (named.length !== fields.length) {
      const problem = `names ${named.length} nests for ${fields.length} relays.`;
      throw refuse("--ids", problem, "Each nest needs one relay.");
    }
    return { of: "nests", jig: await jigOf(named.map((id, at) => ({ id, ...fields[at] }))) };
  }
  if (another !== undefined) throw mixed();
  if (ids !== undefined) {
    const remedy = "Leave it away: nests are counted from F01, and can be named anew in the file.";
    throw refuse("--ids", "names nests, but which ports are nests is yet to be found.", remedy);
  }
  const [fields] = first.fields;
  if (ports.length === 0)
    throw refuse("--relays", "no port is there to try.", "See `npx flashline ports`.");
  const tried = ports.map((flashPort, at) => ({ id: `port${at + 1}`, flashPort, ...fields }));
  return { of: "each-port", jig: await jigOf(tried) };
};

/** F01, F02, ... */
export const nestId = (number: number): string => `F${String(number).padStart(2, "0")}`;

const mixed = (): InputError =>
  refuse(
    "--relays",
    "mixes relays with lines of the ports.",
    "Find one kind after the other, with --from.",
  );

const idsOf = (text: string): readonly string[] => {
  const listed = listIds(text.includes("..") ? text : text.split(","));
  if ("ids" in listed) return listed.ids;
  throw refuse("--ids", listed.problem, listed.remedy);
};

/** Without relays a person switches each nest's supply when asked. */
const jigByHand = async (ids: string | undefined): Promise<PortlessJig> => {
  if (ids === undefined) {
    const remedy =
      "Say what switches them (--relays or --from), or name nests to go through by hand: --ids F01..F08.";
    throw refuse("--discover", "needs to know the nests.", remedy);
  }
  return await jigOf(idsOf(ids).map((id) => ({ id, power: { kind: "manual" } })));
};

interface PlannedNest extends WrittenFields {
  readonly id: string;
}

const jigOf = async (fixtures: readonly PlannedNest[]): Promise<PortlessJig> => {
  const jig = { jig: "new-jig", trigger: "operator", fixtures };
  try {
    return await checkPortlessJig("--relays", new TextEncoder().encode(JSON.stringify(jig)));
  } catch (error) {
    throw error instanceof InputError ? byOption(error, fixtures) : error;
  }
};

/** What is wrong with nests that were made of options: nobody wrote the lines it would point at. */
const byOption = (
  { where, problem, remedy }: InputError,
  fixtures: readonly PlannedNest[],
): InputError => {
  const [, at = "", field = ""] = /^fixtures\[(\d+)\]\.(.+)$/.exec(where.field ?? "") ?? [];
  const id = fixtures[Number(at)]?.id;
  if (at === "" || id === undefined) return refuse("--relays", problem, remedy);
  if (field === "id") return new InputError({ source: "--ids", field: id }, problem, remedy);
  return new InputError({ source: "--relays", field: `${id} ${field}` }, problem, remedy);
};
