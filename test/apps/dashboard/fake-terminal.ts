import { PassThrough, Writable } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";
import xterm from "@xterm/headless";

/** How a cell of the screen looks. Colours by their number, -1 for the terminal's own. */
export interface CellStyle {
  readonly background: number;
  readonly foreground: number;
  readonly isInverse: boolean;
  readonly isUnderlined: boolean;
  readonly isBlinking: boolean;
}

/** A terminal emulator with a screen to look at and a keyboard to press. */
export class FakeTerminal {
  readonly stdout: WriteStream;
  readonly stdin: ReadStream;
  readonly #keyboard = new PassThrough();
  readonly #emulator: xterm.Terminal;
  #columns: number;
  #rows: number;
  /** Everything written, as it was written. */
  written = "";

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const out = new Writable({
      decodeStrings: false,
      write: (chunk, _encoding, done) => {
        this.written += String(chunk);
        // A real terminal's line discipline does this.
        this.#emulator.write(String(chunk).replaceAll("\n", "\r\n"), done);
      },
    });
    const size = {
      isTTY: { value: true },
      columns: { get: () => this.#columns },
      rows: { get: () => this.#rows },
    };
    this.stdout = Object.defineProperties(out, size) as WriteStream;
    const nothing = (): PassThrough => this.#keyboard;
    this.stdin = Object.assign(this.#keyboard, {
      isTTY: true,
      setRawMode: nothing,
      ref: nothing,
      unref: nothing,
    }) as unknown as ReadStream;
  }

  /** What a key, a scanner or a paste sends, in one go. */
  type(text: string): void {
    this.#keyboard.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#emulator.resize(columns, rows);
    this.stdout.emit("resize");
  }

  /** The rows on the screen, without blanks at their ends. */
  rows(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: this.#rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? "").trimEnd(),
    );
  }

  /** The screen as text. */
  text(): string {
    return this.rows().join("\n");
  }

  /** Background colour (palette number) under the first place where `text` stands; -1: the terminal's own. */
  backgroundOf(text: string): number | undefined {
    const row = this.rows().findIndex((line) => line.includes(text));
    return this.styleAt(row, this.rows()[row]?.indexOf(text) ?? 0)?.background;
  }

  /** How a cell looks. */
  styleAt(row: number, column: number): CellStyle | undefined {
    const { active } = this.#emulator.buffer;
    const cell = active.getLine(active.baseY + row)?.getCell(column);
    if (cell === undefined) return undefined;
    return {
      background: cell.isBgDefault() ? -1 : cell.getBgColor(),
      foreground: cell.isFgDefault() ? -1 : cell.getFgColor(),
      isInverse: cell.isInverse() !== 0,
      isUnderlined: cell.isUnderline() !== 0,
      isBlinking: cell.isBlink() !== 0,
    };
  }

  /** Lines that were pushed off the top of the screen. */
  scrolledOff(): number {
    return this.#emulator.buffer.active.baseY;
  }

  showsAlternateScreen(): boolean {
    return this.#emulator.buffer.active.type === "alternate";
  }
}
