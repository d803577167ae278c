/** Where children's data lives: London, whatever region a shell happens to name. */
export const REGION = 'eu-west-2';
