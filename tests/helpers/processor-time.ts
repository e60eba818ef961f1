/** Milliseconds of processor time that something takes on this thread: a machine that stalls adds none to it. */
export async function processorMsOf(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
