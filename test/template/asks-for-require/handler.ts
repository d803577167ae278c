import sizes from './own-size.cjs';

export const handler = (file: string): number => sizes.ownSize(file);
