/** The quick exit on the pages for reading; nothing is sent, so nothing needs to be forgotten. */

import { armExit } from "./exit.js";

armExit(() => {}, () => document.body.dataset.leaving || "");
