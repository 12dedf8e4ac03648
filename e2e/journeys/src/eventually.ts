/** Waits until a look at the world does not throw; its last error otherwise. */
export async function eventually<T>(look: () => Promise<T> | T, patienceMs = 45_000): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
