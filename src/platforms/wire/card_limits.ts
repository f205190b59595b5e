/** A card breaks a limit of the vendor and was not sent. Remedy: shorten or split the card; a developer can. */
export class CardTooLarge extends Error {
  readonly code = 'card.too_large';
  readonly limit: string;
  readonly actual: number;
  readonly allowed: number;
  readonly cardKey: string;

  constructor(vendor: string, cardKey: string, { limit, actual, allowed }: Broken) {
    super(`card ${cardKey}: ${limit} is ${actual}, ${vendor} allows ${allowed}; shorten the texts or split the card`);
    this.name = 'CardTooLarge';
    this.limit = limit;
    this.actual = actual;
    this.allowed = allowed;
    this.cardKey = cardKey;
  }
}

interface Broken {
  readonly limit: string;
  readonly actual: number;
  readonly allowed: number;
}

/** Checks one number of a card against a vendor's table. */
export type Within<Limit extends string> = (cardKey: string, limit: Limit, actual: number) => void;

/** A check that throws `CardTooLarge` when a number is above the table's. */
export const limitsOf =
  <Limit extends string>(vendor: string, table: Readonly<Record<Limit, number>>): Within<Limit> =>
  (cardKey, limit, actual) => {
    const allowed = table[limit];
    if (actual > allowed) throw new CardTooLarge(vendor, cardKey, { limit, actual, allowed });
  };
