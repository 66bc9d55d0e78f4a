import { InputError } from "../input/input-error.ts";
import { readBounded } from "../input/read-bounded.ts";
import { isSerial, SERIAL_FORM } from "../recipe/serial.ts";

const MAX_BYTES = 8 << 20;

/**
 * The serials of a file in its order: one a line; blank lines and lines beginning with `#` are
 * ignored. Rejects with `InputError` for a bad or repeated serial, or when there is none.
 */
export const readSerials = async (path: string): Promise<string[]> => {
  const text = new TextDecoder().decode(await readBounded(path, MAX_BYTES));
  const lineOf = new Map<string, number>();
  for (const [at, content] of text.split(/\r\n|\n|\r/).entries()) {
    const serial = content.trim();
    if (serial === "" || serial.startsWith("#")) continue;
    const where = { source: path, line: at + 1 };
    if (!isSerial(serial)) {
      const shown = serial.length > 70 ? `${serial.slice(0, 70)}...` : serial;
      throw new InputError(where, `"${shown}" is not a serial.`, `A serial is ${SERIAL_FORM}.`);
    }
    if (lineOf.size === 0 && /^serials?$/i.test(serial)) {
      const problem = `"${serial}" is a column's name, not a board.`;
      throw new InputError(where, problem, "Take that line out, or begin it with #.");
    }
    const earlier = lineOf.get(serial);
    if (earlier !== undefined) {
      const problem = `serial ${serial} stands already in line ${earlier}.`;
      throw new InputError(where, problem, "Every board needs its own; remove one of the two.");
    }
    lineOf.set(serial, at + 1);
  }
  if (lineOf.size > 0) return [...lineOf.keys()];
  throw new InputError({ source: path }, "holds no serial.", "Write one serial a line.");
};
