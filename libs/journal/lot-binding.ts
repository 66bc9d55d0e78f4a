/** What a lot is bound to by its first sitting: the same lot with another recipe or image is refused. */
export interface LotBinding {
  readonly lot: string;
  /** SHA-256 of every recipe file in use (a mixed jig has several), in any order. */
  readonly recipes: readonly string[];
  /** SHA-256 of every image of those recipes, in any order. */
  readonly images: readonly string[];
  /** The boards ordered, in the order given, all sittings together; null if serials are scanned. */
  readonly serials: readonly string[] | null;
  /** ISO time of the first sitting. */
  readonly startedAt: string;
}

/** Whether the lot may go on. On `conflict` nothing was changed. */
export type BindAnswer =
  | { readonly kind: "bound" }
  | {
      readonly kind: "conflict";
      readonly differs: "recipe" | "image";
      readonly bound: LotBinding;
    };

/** What of `asked` is not as bound, if anything. The recipe's hash also changes with its images' hashes. */
export const findConflict = (
  bound: LotBinding,
  asked: LotBinding,
): "recipe" | "image" | undefined => {
  if (!sameSet(bound.images, asked.images)) return "image";
  if (!sameSet(bound.recipes, asked.recipes)) return "recipe";
  return undefined;
};

const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.every((hash) => right.includes(hash)) && right.every((hash) => left.includes(hash));
