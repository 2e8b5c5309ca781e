/** Offset of the start of the line that holds `offset`. */
export function lineStartOf(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the end of the line that holds `offset`, before its line break. */
export function lineEndOf(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  const end = newline === -1 ? text.length : newline;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** The line break that the text uses. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}

/** How many spaces a map below another is indented by; two when the text does not tell. */
export function indentOf(text: string): number {
  const found =
    /^( *)[^\s#:-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n(?:\s*#[^\n]*\n|[ \t]*\r?\n)*( +)[^\s#-]/m.exec(
      text,
    );
  const step = (found?.[2]?.length ?? 0) - (found?.[1]?.length ?? 0);
  return step >= 1 && step <= 8 ? step : 2;
}
