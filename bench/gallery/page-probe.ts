/** What the probe answers from within the page. */
interface Probe {
  load: () => { paintMs: number; largestMs: number; shift: number };
  scroll: (from: number, stepPx: number | "all", frames: number) => Promise<number[]>;
  watchKeys: () => void;
  idle: () => Promise<void>;
  keyLatencies: () => number[];
}
declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page before anything else, so it can use nothing from outside itself. */
export function pageProbe(): void {
  let largestMs = 0;
  let shift = 0;
  const latencies: number[] = [];
  const observe = (type: string, onEntry: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(onEntry)).observe({
      type,
      buffered: true,
    });
  observe("largest-contentful-paint", (entry) => {
    largestMs = entry.startTime;
  });
  observe("layout-shift", (entry) => {
    shift += (entry as PerformanceEntry & { value: number }).value;
  });
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

  window.probe = {
    load: () => ({
      paintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      largestMs,
      shift,
    }),
    scroll: async (from, stepPx, frames) => {
      const height = document.documentElement.scrollHeight - window.innerHeight;
      const step = stepPx === "all" ? height / frames : stepPx;
      window.scrollTo({ top: height * from, behavior: "instant" });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const times: number[] = [];
      let before = await frame();
      for (let count = 0; count < frames; count += 1) {
        window.scrollBy({ top: step, behavior: "instant" });
        const now = await frame();
        times.push(now - before);
        before = now;
      }
      return times;
    },
    watchKeys: () => {
      window.addEventListener(
        "keydown",
        (event) => {
          const began = event.timeStamp;
          // After the frame in which the key was answered, a task runs.
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => latencies.push(performance.now() - began);
            channel.port2.postMessage(null);
          });
        },
        true,
      );
    },
    idle: () => new Promise((resolve) => setTimeout(resolve, 120)),
    keyLatencies: () => latencies,
  };
}
