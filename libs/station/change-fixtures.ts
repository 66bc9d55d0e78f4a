import { emptyFixture, type FixtureState } from "./fixture-state.ts";

type Fixtures = readonly FixtureState[];

/** The fixtures with one changed; one that nobody announced is added. */
export const changeOne = (
  fixtures: Fixtures,
  id: string,
  change: (fixture: FixtureState) => FixtureState,
): Fixtures => {
  const isKnown = fixtures.some(({ fixture }) => fixture === id);
  const all = isKnown ? fixtures : [...fixtures, emptyFixture(id)];
  return all.map((fixture) => (fixture.fixture === id ? change(fixture) : fixture));
};

/** The fixtures with several changed. */
export const changeSome = (
  fixtures: Fixtures,
  ids: readonly string[],
  change: (fixture: FixtureState) => FixtureState,
): Fixtures => ids.reduce((changed, id) => changeOne(changed, id, change), fixtures);

/** The fixtures with this one chosen for the next scan, or none. */
export const chooseOne = (fixtures: Fixtures, chosen: string | undefined): Fixtures => {
  const known = chosen === undefined ? fixtures : changeOne(fixtures, chosen, (it) => it);
  return known.map((it) => ({ ...it, scan: it.fixture === chosen ? "chosen" : "any" }));
};
