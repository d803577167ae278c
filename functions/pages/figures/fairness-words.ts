/** How far somebody is from its share, in children with one place behind the point: for plots and tiles, where there is no room for a sentence. */
export const fromShareWords = (lag: number): string => {
  const children = Math.abs(lag).toFixed(1);
  if (children === '0.0') return 'At its share';
  return `${children} ${lag > 0 ? 'behind' : 'ahead'}`;
};
