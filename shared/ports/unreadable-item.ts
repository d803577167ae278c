/** A stored item does not say what it should: trying again does not help. The message names the item, and nothing that it says. */
export class UnreadableItem extends Error {
  override readonly name: string = 'UnreadableItem';
}
