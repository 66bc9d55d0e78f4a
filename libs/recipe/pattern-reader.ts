import type { SerialPattern } from "./serial-pattern.ts";

/** No serial is longer, so nothing in it repeats more often. */
const MOST = 64;
/** Groups in groups: each multiplies the work. */
const DEEPEST = 4;

const DIGIT = /[0-9]/;
const WORD = /[A-Za-z0-9_]/;
/** Characters of serials that stand for themselves; the others do so after a backslash. */
const PLAIN = /[A-Za-z0-9_:/-]/;
const ESCAPABLE = /[\\^$.|?*+()[\]{}/\-_:]/;

/** What is wrong with a pattern, as the end of a sentence. */
export class PatternProblem extends Error {}

/** Reads a pattern of serials from left to right. Throws `PatternProblem`. */
export class PatternReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** All of it: nothing is left over. */
  readWhole(): SerialPattern {
    const pattern = this.#readChoices();
    if (this.#at < this.#text.length) throw new PatternProblem("has a ) without a (.");
    return pattern;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #take(): string {
    const character = this.#peek();
    this.#at += 1;
    return character;
  }

  #skip(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #readChoices(): SerialPattern {
    const choices = [this.#readSequence()];
    while (this.#skip("|")) choices.push(this.#readSequence());
    const [only] = choices;
    return choices.length === 1 && only !== undefined ? only : { kind: "any", choices };
  }

  #readSequence(): SerialPattern {
    const parts: SerialPattern[] = [];
    while (this.#at < this.#text.length && this.#peek() !== "|" && this.#peek() !== ")") {
      parts.push(this.#readTimes(this.#readOne()));
    }
    return { kind: "all", parts };
  }

  #readOne(): SerialPattern {
    const character = this.#take();
    if (character === "(") return this.#readGroup();
    if (character === "[") return this.#readClass();
    if (character === ".") return { kind: "one", has: () => true };
    if (character === "\\") return { kind: "one", has: this.#readEscape() };
    if (PLAIN.test(character)) return { kind: "one", has: (it) => it === character };
    const hope = ESCAPABLE.test(character) ? ` Write \\${character} for the character.` : "";
    throw new PatternProblem(`has a ${character} where it means nothing.${hope}`);
  }

  #readGroup(): SerialPattern {
    this.#skip("?:");
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new PatternProblem("has groups in groups too deep.");
    const inner = this.#readChoices();
    if (!this.#skip(")")) throw new PatternProblem("has a ( without a ).");
    this.#depth -= 1;
    return inner;
  }

  #readEscape(): (character: string) => boolean {
    const character = this.#take();
    if (character === "d") return (it) => DIGIT.test(it);
    if (character === "w") return (it) => WORD.test(it);
    if (ESCAPABLE.test(character)) return (it) => it === character;
    throw new PatternProblem(`has \\${character}, which means nothing here.`);
  }

  #readClass(): SerialPattern {
    const isNot = this.#skip("^");
    const members: ((character: string) => boolean)[] = [];
    while (!this.#skip("]")) {
      if (this.#at >= this.#text.length) throw new PatternProblem("has a [ without a ].");
      members.push(this.#readMember());
    }
    if (members.length === 0) throw new PatternProblem("has an empty [].");
    return { kind: "one", has: (it) => members.some((has) => has(it)) !== isNot };
  }

  #readMember(): (character: string) => boolean {
    if (this.#skip("\\")) return this.#readEscape();
    const first = this.#take();
    if (this.#peek() !== "-" || this.#text.charAt(this.#at + 1) === "]")
      return (it) => it === first;
    this.#take();
    const last = this.#take();
    if (!WORD.test(first) || !WORD.test(last) || last < first) {
      throw new PatternProblem(`has ${first}-${last}, which is no range.`);
    }
    return (it) => it >= first && it <= last;
  }

  #readTimes(of: SerialPattern): SerialPattern {
    const times = this.#readBounds();
    if (times === undefined) return of;
    if (/[?*+{]/.test(this.#peek())) throw new PatternProblem("repeats what is repeated already.");
    return { kind: "times", of, ...times };
  }

  #readBounds(): { readonly least: number; readonly most: number } | undefined {
    if (this.#skip("?")) return { least: 0, most: 1 };
    if (this.#skip("*")) return { least: 0, most: MOST };
    if (this.#skip("+")) return { least: 1, most: MOST };
    if (!this.#skip("{")) return undefined;
    const end = this.#text.indexOf("}", this.#at);
    const [, from, comma, to = ""] =
      /^(\d{1,2})(,)?(\d{1,2})?$/.exec(this.#text.slice(this.#at, end)) ?? [];
    const least = Number(from);
    const most = comma === undefined ? least : to === "" ? MOST : Number(to);
    if (from === undefined || end < 0 || most < least || most > MOST) {
      throw new PatternProblem(
        `has a { that is not {n}, {n,} or {n,m} with numbers up to ${MOST}.`,
      );
    }
    this.#at = end + 1;
    return { least, most };
  }
}
