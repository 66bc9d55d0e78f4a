import { findHolders, type Holder } from "../../libs/adapters/find-holders.ts";
import { listPorts } from "../../libs/adapters/list-ports.ts";
import { addressOf, type PortInfo } from "../../libs/adapters/port-info.ts";
import { targetOf } from "../../libs/adapters/read-attribute.ts";

/** A port that may belong to a nest of the jig. */
export interface CandidatePort {
  /** As a jig file should name it. */
  readonly path: string;
  /** What sysfs says of it; undefined for a pseudo-terminal. */
  readonly info: PortInfo | undefined;
  /** Other processes that have it open. */
  readonly holders: readonly Holder[];
}

/**
 * Ports that may belong to nests: those named, else all adapters on USB. `taken` ones, which the jig uses
 * already (also as relay boards), are left out whatever they are called. Opens none.
 */
export const candidatePorts = async (
  named: readonly string[] | undefined,
  taken: readonly string[],
): Promise<readonly CandidatePort[]> => {
  const known = await listPorts();
  const infos = new Map(known.map((info) => [info.device, info]));
  const paths = named ?? known.filter(({ usb }) => usb !== undefined).map(addressOf);
  const used = new Set(await Promise.all(taken.map(deviceOf)));
  const { byPort } = await findHolders(paths);
  const candidates: CandidatePort[] = [];
  for (const path of paths) {
    const device = await deviceOf(path);
    if (used.has(device)) continue;
    used.add(device);
    const holders = (byPort.get(path) ?? []).filter(({ pid }) => pid !== process.pid);
    const info = infos.get(device);
    candidates.push({ path: info === undefined ? path : addressOf(info), info, holders });
  }
  return candidates;
};

const deviceOf = async (path: string): Promise<string> => (await targetOf(path)) ?? path;
