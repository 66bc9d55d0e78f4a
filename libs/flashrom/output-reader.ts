/** What flashrom tells while it works. */
export type FlashromNews =
  /** It begins to erase or write the block at `address`. */
  | { readonly kind: "block"; readonly address: number }
  /** It looks at all it wrote. */
  | { readonly kind: "verifying" }
  /** An erase failed: it goes on with larger blocks, up to the whole chip, unless it is ended. */
  | { readonly kind: "danger" };

const NEWS =
  /(0x[0-9a-f]{6,8})-0x[0-9a-f]{6,8}:|ERASE FAILED!|another erase function|Verifying flash/g;

/** A full log with every probe is some 40 KB; what repeats itself endlessly need not be kept. */
const MOST_TEXT = 512 * 1024;

/** Follows what flashrom 1.3 writes with `-V`, in chunks of any size, in the order they came. */
export class OutputReader {
  #text = "";
  #read = 0;

  /** All it said; of endless text the beginning. */
  get text(): string {
    return this.#text;
  }

  /** Feeds a chunk; returns the news that it completed. */
  push(chunk: string): FlashromNews[] {
    if (this.#text.length < MOST_TEXT) this.#text += chunk;
    const news: FlashromNews[] = [];
    NEWS.lastIndex = this.#read;
    for (let found = NEWS.exec(this.#text); found !== null; found = NEWS.exec(this.#text)) {
      news.push(newsOf(found[0], found[1]));
      this.#read = NEWS.lastIndex;
    }
    return news;
  }
}

const newsOf = (said: string, address: string | undefined): FlashromNews => {
  if (address !== undefined) return { kind: "block", address: Number(address) };
  return { kind: said === "Verifying flash" ? "verifying" : "danger" };
};
