import { closeSync, openSync, readSync, watch } from "node:fs";

/** The board's supply behind a GPIO line was switched. */
export interface SupplyChange {
  readonly line: number;
  readonly to: "on" | "off";
  /** In ms, by the clock of the stand-in. */
  readonly at: number;
}

const CHUNK_BYTES = 1 << 16;

/**
 * Follows the log of a stand-in GPIO chip and tells what relays on its lines would do. A line that is
 * not an output drives none. `activeLow` says so of a line.
 */
export const watchGpio = (
  log: string,
  activeLow: (line: number) => boolean,
  tell: (change: SupplyChange) => void,
): Disposable => {
  const file = openSync(log, "a+");
  const drives = new Map<number, boolean>();
  const on = new Map<number, boolean>();
  const buffer = new Uint8Array(CHUNK_BYTES);
  let text = "";
  let position = 0;

  const take = (entry: string): void => {
    const { t: at, line, out, level } = JSON.parse(entry);
    if (line === undefined) return;
    if (out !== undefined) drives.set(line, out === 1);
    // A line that becomes an output says its level next.
    if (out !== 0 && level === undefined) return;
    const isOn = drives.get(line) === true && (level === 0) === activeLow(line);
    if (isOn === (on.get(line) ?? false)) return;
    on.set(line, isOn);
    tell({ line, to: isOn ? "on" : "off", at });
  };
  const read = (): void => {
    for (;;) {
      const count = readSync(file, buffer, 0, CHUNK_BYTES, position);
      if (count === 0) break;
      position += count;
      text += new TextDecoder().decode(buffer.subarray(0, count));
    }
    const entries = text.split("\n");
    text = entries.pop() ?? "";
    for (const entry of entries) take(entry);
  };
  const watcher = watch(log, read);
  return {
    [Symbol.dispose]: () => {
      watcher.close();
      read();
      closeSync(file);
    },
  };
};
