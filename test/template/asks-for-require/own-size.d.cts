declare const sizes: { ownSize(file: string): number };
export = sizes;
