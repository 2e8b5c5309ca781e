/**
 * Sets the most memory a WebAssembly module may grow to. Go's linker states no maximum, and a worker's resource
 * limits do not count this memory. Layout: https://webassembly.github.io/spec/core/binary/modules.html
 */
export function limitMemory(wasm: Uint8Array, maxMiB: number): Uint8Array {
  const memorySection = 5;
  const pagesPerMiB = 16;
  for (let at = 8; at < wasm.length;) {
    const id = wasm[at];
    const size = readNumber(wasm, at + 1);
    const end = size.end + size.value;
    if (id === memorySection) {
      const flags = size.end + 1;
      if (wasm[size.end] !== 1 || wasm[flags] !== 0)
        throw new Error('Expected one memory without a maximum, as the Go linker writes it.');
      const { value: minPages } = readNumber(wasm, flags + 1);
      const content = [1, 1, ...numberBytes(minPages), ...numberBytes(maxMiB * pagesPerMiB)];
      const section = Uint8Array.from([memorySection, ...numberBytes(content.length), ...content]);
      return Buffer.concat([wasm.subarray(0, at), section, wasm.subarray(end)]);
    }
    at = end;
  }
  throw new Error('The module has no memory section.');
}

/** An unsigned LEB128 number. */
function readNumber(wasm: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    const byte = wasm[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

function numberBytes(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...numberBytes(value >>> 7)];
}
