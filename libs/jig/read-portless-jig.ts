import type { Expansion } from "../input/expansion.ts";
import type { InputError } from "../input/input-error.ts";
import { readBounded } from "../input/read-bounded.ts";
import { checkYaml, MAX_BYTES, type YamlFile } from "../input/read-yaml.ts";
import { expandNests } from "./expand-nests.ts";
import { isWired, type Jig, type WiredFixture } from "./jig.ts";
import { jigSchema } from "./jig-schema.ts";
import { checkClashes } from "./read-jig.ts";

/** Fields as a jig file writes them, checked but without defaults. */
export type WrittenFields = Readonly<Record<string, unknown>>;

/** A nest whose ports may not be known yet. */
export interface PortlessNest {
  /** Its fields but for unknown ports. */
  readonly written: WrittenFields;
  /** Whether its flash port is given. */
  readonly ports: "known" | "unknown";
  /** As it will be once it has ports; until then its flash port is a name that no device has. */
  readonly config: WiredFixture;
}

/** A jig file that says what switches its boards, and not on which ports they are. */
export interface PortlessJig {
  /** Its fields but for the nests. */
  readonly written: WrittenFields;
  readonly nests: readonly PortlessNest[];
  /** The same as it will be, with names that no device has for unknown ports. */
  readonly jig: Jig;
}

const isBlock = (value: unknown): value is WrittenFields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** No device is called so. */
const nameFor = (id: unknown): string => `/port-of-${String(id)}-is-not-known`;

const namePorts = (nest: unknown): unknown =>
  isBlock(nest) && nest.flashPort === undefined && nest.virtual === undefined
    ? { ...nest, flashPort: nameFor(nest.id) }
    : nest;

/** Reads a jig file in which nests may lack their ports. Rejects with `InputError`. */
export const readPortlessJig = async (path: string): Promise<PortlessJig> =>
  checkPortlessJig(path, await readBounded(path, MAX_BYTES));

/** As `readPortlessJig`, of YAML from elsewhere; `source` is what errors name. Rejects with `InputError`. */
export const checkPortlessJig = async (source: string, yaml: Uint8Array): Promise<PortlessJig> => {
  let written: WrittenFields = {};
  const expand = (plain: unknown): Expansion => {
    const expanded = expandNests(plain);
    written = isBlock(expanded.value) ? expanded.value : {};
    const { fixtures } = written;
    if (!Array.isArray(fixtures)) return expanded;
    return { ...expanded, value: { ...written, fixtures: fixtures.map(namePorts) } };
  };
  const file: YamlFile<Jig> = checkYaml(source, yaml, jigSchema, expand);
  await checkClashes(file);
  const { fixtures, ...top } = written;
  const blocks: readonly unknown[] = Array.isArray(fixtures) ? fixtures : [];
  const nests = file.value.fixtures.map((config, at): PortlessNest => {
    const refuse = (field: string, problem: string, remedy: string): InputError =>
      file.errorAt(["fixtures", at, field], problem, remedy);
    if (!isWired(config)) {
      throw refuse(
        "virtual",
        "is a simulated board.",
        "Leave those out: they have no ports to find.",
      );
    }
    const fields = blocks[at];
    const ports = isBlock(fields) && fields.flashPort !== undefined ? "known" : "unknown";
    if (ports === "unknown") {
      const field = fieldOnPort(config);
      const remedy =
        "Give flashPort, or use `jig new --discover --relays line:rts` (or reset:rts).";
      if (field !== undefined)
        throw refuse(field, "is a line of a port that is not known.", remedy);
    }
    return { written: isBlock(fields) ? fields : {}, ports, config };
  });
  return { written: top, nests, jig: file.value };
};

/** The field that moves a line of the nest's own port. */
const fieldOnPort = ({ power, reset }: WiredFixture): "power" | "reset" | undefined => {
  if (power.kind === "line") return "power";
  return reset.kind === "line" ? "reset" : undefined;
};
