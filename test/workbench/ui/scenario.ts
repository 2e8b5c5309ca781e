import type { Page } from 'playwright-core';

/** Something a person does in the window, with what must then be seen. */
export interface Scenario {
  /** A sentence that is true when the scenario passes. */
  readonly title: string;
  /** Names the pictures, without an ending. */
  readonly screenshot: string;
  /** The file of the workspace that is open at the start; none when absent. */
  readonly opens?: string;
  /** Throws when something is not seen; the runner takes the picture of a failure. */
  play(page: Page, workspace: string): Promise<void>;
}
