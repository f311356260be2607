import { colours } from "./colours";
import { components } from "./components";
import { layout } from "./layout";

/** The page's style. Colours are variables, so that charts and drawings follow the scheme too. */
export const style = [colours, layout, components].join("");
