/** Does `act` for each, at most so many at once; results in the order given. */
export async function sideBySide<T, R>(each: readonly T[], atOnce: number, act: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const walk = async () => {
    for (let at = next++; at < each.length; at = next++) results[at] = await act(each[at] as T);
  };
  await Promise.all(Array.from({ length: atOnce }, walk));
  return results;
}
