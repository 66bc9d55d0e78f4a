/** What a person approved: a recipe and every image it names, by content. */
export interface Approval {
  readonly recipe: { readonly name: string; readonly sha256: string };
  /** In the recipe's order. `class`: what the file was found to be. */
  readonly images: readonly ApprovedImage[];
  readonly by: string;
  /** ISO time. */
  readonly at: string;
  /** Version of the program that wrote it down. */
  readonly program: string;
}

/** One image of an approval. */
export interface ApprovedImage {
  /** For people: relative to the recipe. */
  readonly file: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly class: string;
}
