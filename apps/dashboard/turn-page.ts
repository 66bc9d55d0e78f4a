import type { KeySituation, KeyState } from "./key-state.ts";

/** The next page of tiles or, from a fixture's page, that of the next fixture; round at the ends. */
export const turnPage = (
  state: KeyState,
  by: 1 | -1,
  { line: { fixtures }, pages }: KeySituation,
): KeyState => {
  if (state.help === "shown") return state;
  const place = fixtures.findIndex(({ fixture }) => fixture === state.opened);
  if (place < 0) {
    const page = Math.min(state.page, pages - 1);
    return { ...state, page: (page + by + pages) % pages };
  }
  const next = fixtures[(place + by + fixtures.length) % fixtures.length];
  return { ...state, opened: next?.fixture ?? state.opened };
};
