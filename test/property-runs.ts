const share = Number(process.env.PROPERTY_SHARE ?? 1);

/** How often to ask a property: as often as its test says, or PROPERTY_SHARE of that (10 to look harder; less where mutants are tried by the thousand). */
export const runs = (asked: number): number => Math.max(1, Math.round(asked * share));
