import { type ClassName, canonicalClass, foldClassText } from '../class_name.ts';
import { foldText } from './cell_text.ts';
import type { Known, KnownPlace } from './model.ts';

/** What the school has, folded once for looking up thousands of cells. */
export interface KnownIndex {
  classesByName: ReadonlyMap<string, ClassName>;
  classesByKey: ReadonlyMap<string, ClassName>;
  /** Every name and synonym, folded, longest first. */
  placeWords: readonly { word: string; place: KnownPlace }[];
}

export function indexKnown(known: Known): KnownIndex {
  return {
    classesByName: new Map(known.classes.map((one) => [foldClassText(one.name), one])),
    classesByKey: new Map(known.classes.map((one) => [canonicalClass(one), one])),
    placeWords: known.places
      .flatMap((place) => [place.name, ...(place.synonyms ?? [])].map((word) => ({ word: foldText(word), place })))
      .sort((a, b) => b.word.length - a.word.length),
  };
}
