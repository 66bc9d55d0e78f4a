import type { Key } from "ink";

/** What a key, a scanner or a paste comes to. */
export type KeyPress =
  /** One or more characters; a scanner's line ends are among them. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "enter" | "escape" | "erase" | "interrupt" | "next-page" | "previous-page" };

/** The press behind what Ink reports, or undefined for keys without a meaning here. */
export const readKeyPress = (input: string, key: Key): KeyPress | undefined => {
  if (key.ctrl && input === "c") return { kind: "interrupt" };
  if (key.ctrl || key.meta) return undefined;
  if (key.return) return { kind: "enter" };
  if (key.escape) return { kind: "escape" };
  if (key.backspace || key.delete) return { kind: "erase" };
  if (key.tab) return { kind: key.shift ? "previous-page" : "next-page" };
  if (key.rightArrow || key.downArrow || key.pageDown) return { kind: "next-page" };
  if (key.leftArrow || key.upArrow || key.pageUp) return { kind: "previous-page" };
  return input === "" ? undefined : { kind: "text", text: input };
};
