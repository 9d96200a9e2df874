/** The words of each flow, found by their files: `flow-<flow>.ts`; a new flow is a new file, and no list to touch. */

/** In Dutch and in English, by a name such as `state.opgenomen`. */
export type FlowWords = Readonly<Record<string, readonly [string, string]>>;

const FOUND = import.meta.glob<FlowWords>("./flow-*.ts", { eager: true, import: "WORDS" });

/** By flow: what it says of its own names, also where other flows have a name like it. */
export const WORDS_OF: ReadonlyMap<string, FlowWords> = new Map(
  Object.entries(FOUND).map(([path, words]) => [path.slice("./flow-".length, -".ts".length), words]),
);

/** What any flow says of a name; names of flows, acts and kinds of content are each in one flow. */
export const OF_ANY_FLOW: FlowWords = Object.assign({}, ...WORDS_OF.values());
