import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { InputError } from "../../../libs/input/input-error.ts";
import { readBounded } from "../../../libs/input/read-bounded.ts";
import { MAX_BYTES as MAX_RECIPE_BYTES } from "../../../libs/input/read-yaml.ts";
import { MAX_IMAGE_BYTES } from "../../../libs/recipe/load-images.ts";
import type { PreparedRecipe } from "../prepare/prepare-lot.ts";

/** A recipe and its images, looked at while their lot runs: boards get what was checked, or nothing. */
export class RecipeWatch {
  readonly #files: readonly WatchedFile[];
  #looking: Promise<string | undefined> | undefined;

  constructor({ path, sent, images }: Pick<PreparedRecipe, "path" | "sent" | "images">) {
    this.#files = [
      new WatchedFile(path, sent.sha256, MAX_RECIPE_BYTES),
      ...images.map(({ file, sha256 }) => new WatchedFile(file, sha256, MAX_IMAGE_BYTES)),
    ];
  }

  /**
   * What has become of the first file that is not as it was, naming it; undefined if all are. Boards
   * that begin together share one look. Never rejects.
   */
  async findChange(): Promise<string | undefined> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return await this.#looking;
  }

  async #look(): Promise<string | undefined> {
    for (const file of this.#files) {
      const change = await file.findChange();
      if (change !== undefined) return change;
    }
    return undefined;
  }
}

/** A file written less than this ago may be written again without another time stamp (FAT has 2 s), in ms. */
const STAMPS_APART_MS = 3000;

/** Read again only when the file system says that it may have changed. */
class WatchedFile {
  readonly #path: string;
  readonly #sha256: string;
  readonly #maxBytes: number;
  /** What the file system said of it when its content was last found right. */
  #mark: string | undefined;

  constructor(path: string, sha256: string, maxBytes: number) {
    this.#path = path;
    this.#sha256 = sha256;
    this.#maxBytes = maxBytes;
  }

  async findChange(): Promise<string | undefined> {
    const mark = await markOf(this.#path);
    if (mark !== undefined && mark === this.#mark) return undefined;
    try {
      const bytes = await readBounded(this.#path, this.#maxBytes);
      const found = createHash("sha256").update(bytes).digest("hex");
      if (found !== this.#sha256) {
        return `${this.#path}: was changed while the lot ran: its SHA-256 was ${this.#sha256}, now it is ${found}.`;
      }
      this.#mark = mark;
      return undefined;
    } catch (error) {
      if (error instanceof InputError) return `${this.#path}: ${error.problem}`;
      throw error;
    }
  }
}

/** Differs whenever the content may: replaced, written, moved in from elsewhere. Undefined: it says nothing. */
const markOf = async (path: string): Promise<string | undefined> => {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(path, { bigint: true });
    if (Date.now() - Number(ctimeMs) < STAMPS_APART_MS) return undefined;
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    return undefined;
  }
};
