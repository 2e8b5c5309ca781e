import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** What a person does in the window, as functions of the page that shows it. */

/** Runs a command by its title in the command palette, "Category: Title". */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]').first();
  for (let attempt = 0; attempt < 10; attempt++) {
    await page.keyboard.press('F1');
    await input.waitFor();
    await input.fill(`>${title}`);
    await page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
    if (await becomes('visible', quickPick(page, title))) {
      await quickPick(page, title).click();
      return;
    }
    // An open palette does not learn of the commands of extensions that are found only now.
    await page.keyboard.press('Escape');
  }
  throw new Error(`There is no command "${title}".`);
}

async function becomes(state: 'visible' | 'detached', locator: Locator): Promise<boolean> {
  return locator.waitFor({ state, timeout: 3000 }).then(
    () => true,
    () => false,
  );
}

/** Moves the focus from a panel or a dialog to the first editor. */
export async function focusEditor(page: Page): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
}

/** The row of the open quick pick that has this text. */
export function quickPick(page: Page, text: string): Locator {
  return page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
}

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await input.waitFor();
  await input.fill(name);
  await quickPick(page, name).click();
  await page.locator('.tab.active', { hasText: name }).waitFor();
}

/** Puts the cursor of the active editor at a line and column, both counted from 1. */
export async function placeCursor(page: Page, line: number, column: number): Promise<void> {
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await input.waitFor();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

/** The first line of a file that has this text, counted from 1. */
export function lineOf(
  workspace: string,
  file: string,
  wanted: string,
): { readonly line: number; readonly text: string } {
  const lines = readFileSync(join(workspace, file), 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes(wanted));
  const text = lines[index];
  if (text === undefined) throw new Error(`${file} has no line with "${wanted}".`);
  return { line: index + 1, text };
}

/** Waits until a line with this text is to be seen in any editor. */
export async function editorShows(page: Page, text: string): Promise<void> {
  // Editors draw spaces as no-break spaces, each token in an element of its own.
  const shown = new RegExp(text.split(' ').map(escapeRegExp).join('\\s+'));
  await page.locator('.monaco-editor .view-line', { hasText: shown }).first().waitFor();
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Shows the Problems view and answers its rows with this text. */
export async function problems(page: Page, text: string): Promise<Locator> {
  const rows = page.locator('.markers-panel .monaco-list-row', { hasText: text });
  if (!(await page.locator('.markers-panel').isVisible())) {
    await page.keyboard.press('Control+Shift+M');
  }
  await rows.first().waitFor();
  return rows;
}

/** Shows the view container that has this name in the activity bar. */
export async function openView(page: Page, name: string): Promise<void> {
  await page.locator(`.activitybar .action-label[aria-label^="${name}"]`).click();
  await page.locator('.sidebar .composite.title', { hasText: name }).waitFor();
}

/** The row of a tree in the side bar that has this text and stands on this level, counted from 1. */
export function treeRow(page: Page, text: string, level: number): Locator {
  return page
    .locator(`.sidebar .monaco-list-row[aria-level="${level}"]`, { hasText: text })
    .first();
}

/** Chooses an action from the menu that a click with the right button opens. */
export async function chooseFromMenu(page: Page, row: Locator, action: string): Promise<void> {
  await row.click({ button: 'right' });
  const item = page.locator('.monaco-menu .action-item', { hasText: action }).first();
  for (let attempt = 0; attempt < 10; attempt++) {
    await item.click();
    // A menu takes a click that follows its opening at once for the end of the click that opened it.
    if (await becomes('detached', item)) return;
  }
  throw new Error(`The menu does not let "${action}" be chosen.`);
}

/** The notification with this text, in the corner of the window. */
export function notification(page: Page, text: string): Locator {
  return page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
}

/** A button of the notifications in the corner of the window. */
export function notificationButton(page: Page, text: string): Locator {
  return page.locator('.notifications-toasts .monaco-button', { hasText: text }).first();
}

/** The modal dialog with this text. */
export function dialog(page: Page, text: string): Locator {
  return page.locator('.monaco-dialog-box', { hasText: text }).first();
}

export function dialogButton(shown: Locator, text: string): Locator {
  return shown.locator('.dialog-buttons .monaco-button', { hasText: text }).first();
}

/** Keeps a picture of the whole window in out/screenshots. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  // What fades in is shown as it ends.
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

const screenshots = join(import.meta.dirname, '../../out/screenshots');
