import { sameBytes } from "../bytes/same-bytes.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

const READS = 5;

/**
 * A sector read twice in a row with the same result: data has no checksum on the wire. Undefined on a
 * wire too bad for that.
 * @throws StepError `link-lost`.
 */
export const readTwice = async (
  mode: DownloadMode,
  address: number,
  progress: Progress,
): Promise<Uint8Array | undefined> => {
  const question = { step: progress.step, command: "read", address } as const;
  const read = (): Promise<Uint8Array> =>
    insist(mode, question, progress, () => mode.readSector(address));
  let before = await read();
  for (let reads = 1; reads < READS; reads += 1) {
    const now = await read();
    if (sameBytes(now, before)) return now;
    progress.recovered("asked-again", address);
    before = now;
  }
  return undefined;
};
