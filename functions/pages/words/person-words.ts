/** Who somebody is, as far as they said it. */
interface Named {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
}

/** The one place that says who somebody is: "Jo Smith, duty manager, for Kent"; the desk alone where nobody said. */
export const personWords = ({ name, role }: Named, desk: string): string =>
  name === undefined ? desk : [name, ...(role === undefined ? [] : [role]), `for ${desk}`].join(', ');
