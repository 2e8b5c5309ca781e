/** Tells that a chart came to this machine, which any open document may be for. */
export interface ChartArrivals {
  announce(path: string): void;
  onArrival(listener: (path: string) => void): void;
}

export function chartArrivals(): ChartArrivals {
  const listeners: ((path: string) => void)[] = [];
  return {
    announce(path) {
      for (const listener of listeners) listener(path);
    },
    onArrival: (listener) => listeners.push(listener),
  };
}
